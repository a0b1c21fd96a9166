import { type Connection, tagged } from '../real/index.ts';
import type { Scenario } from './scenario.ts';
import type { Foretold } from './simulated.ts';

/*
 * What is looked at before anything real happens. Each finding is a sentence for a person; one of them, and the scenario
 * is not replayed.
 */

/** Ways around the guard, as they would stand in a command line. */
const DETOURS: readonly (readonly [RegExp, string])[] = [
  [/DOCKER_(HOST|CONTEXT|CONFIG|CERT_PATH|TLS)/, 'it chooses an engine by itself'],
  [/\bdocker\s+(-\S+\s+)*(-H|--host|-c|--context)\b/, 'it chooses an engine by itself'],
  [
    /\bdocker\s+(context\s+(create|use|import|update|rm)|buildx\s+(create|use|rm|bake))\b/,
    'it chooses an engine by itself',
  ],
  [/docker\.sock|unix-socket|containerd\.sock/, "it names the engine's socket"],
  [/\b(dockerd|containerd|ctr|nsenter|systemctl|service)\b(?!\S*:)/, "it works on the engine's own processes"],
];

/** Why a scenario can't be replayed as it is written. */
export function detours({ acts }: Scenario): readonly string[] {
  return acts.flatMap((act) => {
    if (act.kind !== 'line') return [];
    const found = DETOURS.find(([pattern]) => pattern.test(act.cmd));
    return found ? [`\`${act.cmd}\` can't be replayed: ${found[1]}, past the guard.`] : [];
  });
}

const PRUNES = /\bdocker\s+(system|container|volume|network|image|builder|buildx)\s+prune\b/;

/** What only an engine allows that can be thrown away. */
export function wantsDisposable({ acts }: Scenario, { removedImages }: Foretold): readonly string[] {
  const prunes = acts.flatMap((act) => (act.kind === 'line' && PRUNES.test(act.cmd) ? [act.cmd] : []));
  return [
    ...prunes
      .slice(0, 1)
      .map((cmd) => `\`${cmd}\` would reach what others have: it needs an engine that is --disposable.`),
    ...removedImages.map((name) => `It removes the image ${name}: that needs an engine that is --disposable.`),
  ];
}

/** What stands in a scenario's way on this engine and this host. */
export async function obstacles(
  connection: Connection,
  scenario: Scenario,
  foretold: Foretold,
  { disposable }: { readonly disposable: boolean },
): Promise<readonly string[]> {
  const found: string[] = [...detours(scenario), ...(disposable ? [] : wantsDisposable(scenario, foretold))];
  if (foretold.writes.length > 0 && !disposable) {
    const shown = foretold.writes.slice(0, 3).join(', ');
    found.push(`It would write outside its own folder on the host: ${shown}${foretold.writes.length > 3 ? ' …' : ''}.`);
  }
  const outside = Object.keys(scenario.files).filter((path) => !path.startsWith(`${scenario.home}/`));
  if (outside.length > 0) found.push(`It starts with files outside its own folder on the host: ${outside.join(', ')}.`);
  const there = async (kind: string, path: string, names: readonly string[]) => {
    for (const name of names)
      if (await connection.json('GET', path.replace('NAME', encodeURIComponent(name))))
        found.push(`The engine has a ${kind} ${name} already; the scenario would use that name.`);
  };
  await there('container', '/containers/NAME/json', foretold.containers);
  await there('volume', '/volumes/NAME', foretold.volumes);
  await there('network', '/networks/NAME', foretold.networks);
  for (const name of foretold.madeImages)
    if (!disposable && (await connection.json('GET', `/images/${encodeURIComponent(name)}/json`)))
      found.push(`The engine has an image ${name} already; the scenario would make it mean another.`);
  return found;
}

/** Of some images, those that the engine lacks. */
export async function missingImages(connection: Connection, images: readonly string[]): Promise<readonly string[]> {
  const missing: string[] = [];
  for (const image of images)
    if (!(await connection.json('GET', `/images/${encodeURIComponent(tagged(image))}/json`))) missing.push(image);
  return missing;
}
