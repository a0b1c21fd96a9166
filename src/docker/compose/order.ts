import type { Project } from './model/project.ts';

type Graph = Pick<Project, 'services'>;

const dependencies = ({ services }: Graph, name: string): readonly string[] =>
  Object.keys(services[name]?.depends_on ?? {}).filter((other) => other in services);

/** The services in the order in which they come up: each level needs only those before it. */
export function dependencyOrder(project: Graph): readonly (readonly string[])[] {
  const levels: string[][] = [];
  const level = new Map<string, number>();
  const depth = (name: string): number => {
    const known = level.get(name);
    if (known !== undefined) return known;
    const own = Math.max(-1, ...dependencies(project, name).map(depth)) + 1;
    level.set(name, own);
    return own;
  };
  for (const name of Object.keys(project.services).sort()) (levels[depth(name)] ??= []).push(name);
  return levels;
}

/** The services by name, but each behind what it depends on. */
export function dependenciesFirst(project: Graph): readonly string[] {
  const found = new Set<string>();
  const visit = (name: string): void => {
    if (found.has(name)) return;
    for (const other of dependencies(project, name)) visit(other);
    found.add(name);
  };
  for (const name of Object.keys(project.services).sort()) visit(name);
  return [...found];
}

/** Some services with all that they need, or (`reverse`) with all that needs them. */
export function closure(project: Graph, names: readonly string[], reverse = false): readonly string[] {
  const found = new Set<string>();
  const visit = (name: string): void => {
    if (found.has(name)) return;
    found.add(name);
    const next = reverse
      ? Object.keys(project.services).filter((other) => dependencies(project, other).includes(name))
      : dependencies(project, name);
    for (const other of next) visit(other);
  };
  for (const name of names) visit(name);
  return [...found];
}
