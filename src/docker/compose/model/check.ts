import { type Project, type Service, scaleOf } from './project.ts';
import { ComposeError } from './tree.ts';

const invalid = (what: string) => new ComposeError(`${what}: invalid compose project`);

/** compose-go's checkConsistency. @throws {ComposeError} */
export function checkConsistency(project: Project): void {
  for (const service of Object.values(project.services)) {
    checkReferences(project, service);
    checkTargets(service);
  }
  for (const [name, secret] of Object.entries(project.secrets))
    if (!secret.external && !secret.file && !secret.environment)
      throw invalid(`secret ${JSON.stringify(name)} must declare either \`file\` or \`environment\``);
  checkCycle(project);
}

function checkReferences(project: Project, service: Service): void {
  const { name, build, image, provider } = service;
  const quoted = JSON.stringify(name);
  if (!build && !image && !provider)
    throw invalid(`service ${quoted} has neither an image nor a build context specified`);
  if (build?.dockerfile_inline && build.dockerfile)
    throw invalid(`service ${quoted} declares mutualy exclusive dockerfile and dockerfile_inline`);
  if (service.network_mode && Object.keys(service.networks ?? {}).length > 0)
    throw invalid(`service ${name} declares mutually exclusive \`network_mode\` and \`networks\``);
  for (const network of Object.keys(service.networks ?? {}))
    if (!(network in project.networks)) throw invalid(`service ${quoted} refers to undefined network ${network}`);
  const [test] = service.healthcheck?.test ?? [];
  if (test !== undefined && !['CMD', 'CMD-SHELL', 'NONE'].includes(test))
    throw new ComposeError('healthcheck.test must start either by "CMD", "CMD-SHELL" or "NONE"');
  for (const [other, dependency] of Object.entries(service.depends_on ?? {})) {
    if (other in project.services) continue;
    if (other in project.disabled && !dependency.required) continue;
    throw invalid(`service ${quoted} depends on undefined service ${JSON.stringify(other)}`);
  }
  const shared = /^service:(.*)$/.exec(service.network_mode ?? '')?.[1];
  if (shared !== undefined && !(shared in project.services))
    throw new ComposeError(`service ${JSON.stringify(shared)} not found for network_mode 'service:${shared}'`);
  for (const { type, source } of service.volumes ?? [])
    if (type === 'volume' && source && !(source in project.volumes))
      throw invalid(`service ${quoted} refers to undefined volume ${source}`);
  for (const { source } of service.configs ?? [])
    if (!(source in project.configs)) throw invalid(`service ${quoted} refers to undefined config ${source}`);
  for (const { source } of service.secrets ?? [])
    if (!(source in project.secrets)) throw invalid(`service ${quoted} refers to undefined secret ${source}`);
  const replicas = service.deploy?.replicas;
  if (service.scale !== undefined && typeof replicas === 'number' && replicas !== service.scale)
    throw invalid(`services.${name}: can't set distinct values on 'scale' and 'deploy.replicas'`);
  if (service.scale !== undefined && service.scale < 0)
    throw new ComposeError(`services.${name}.scale: must be greater than or equal to 0`);
  if (scaleOf(service) > 1 && service.container_name)
    throw invalid(
      `services.${service.scale === undefined ? 'deploy.replicas' : 'scale'}: can't set container_name and ${name} as container name must be unique`,
    );
}

function checkTargets({ name, tmpfs = [], volumes = [] }: Service): void {
  const mounted = new Map<string, string>();
  const mount = (target: string, where: string) => {
    const before = mounted.get(target);
    if (before !== undefined) throw new ComposeError(`${where}: target ${target} already mounted as ${before}`);
    mounted.set(target, where);
  };
  tmpfs.forEach((entry, index) => {
    mount(entry.split(':')[0]!, `services.${name}.tmpfs[${index}]`);
  });
  volumes.forEach(({ target }, index) => {
    mount(target, `services.${name}.volumes[${index}]`);
  });
}

function checkCycle({ services }: Project): void {
  const done = new Set<string>();
  const visit = (name: string, path: readonly string[]): void => {
    if (done.has(name) || !(name in services)) return;
    const at = path.indexOf(name);
    if (at >= 0) throw new ComposeError(`dependency cycle detected: ${[...path.slice(at), name].join(' -> ')}`);
    for (const other of Object.keys(services[name]!.depends_on ?? {}).sort()) visit(other, [...path, name]);
    done.add(name);
  };
  for (const name of Object.keys(services).sort()) visit(name, []);
}
