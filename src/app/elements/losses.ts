import type { Loss, Sentence, World } from '../../machine/wire.ts';
import { shortName, tildePath } from '../scene/things.ts';

/** So many sentences; the rest is counted. */
const MOST = 6;

/** What would be lost, in words. */
export function lossSentences(losses: readonly Loss[], world: World): readonly Sentence[] {
  const all = losses.map((loss): Sentence => ({ text: words(loss, world), about: loss.about }));
  return all.length <= MOST ? all : [...all.slice(0, MOST - 1), { text: `And ${all.length - MOST + 1} more.` }];
}

function words({ about, whole, gone, overwritten }: Loss, world: World): string {
  const colon = about.indexOf(':');
  const [kind, name] = [about.slice(0, colon), about.slice(colon + 1)];
  const container = world.containers.find(({ id }) => id === name);
  if (whole) {
    switch (kind) {
      case 'volume':
        return `the volume \`${shortName(name)}\` is gone, with all that is in it`;
      case 'container':
        return `the container \`${container?.name ?? shortName(name)}\` is gone, with its writable layer`;
      default:
        return `the image \`${world.images.find(({ id }) => id === name)?.tags[0] ?? name.slice(7, 19)}\` is gone`;
    }
  }
  const place = {
    volume: `the volume \`${name}\``,
    folder: `\`${tildePath(name, world.user)}\``,
    container: `the writable layer of \`${container?.name}\``,
  }[kind];
  const memory = kind === 'container' && gone.some((path) => path.startsWith('/'));
  if (memory) return `what \`${container?.name}\` has in memory at ${listed(gone)} is gone`;
  const parts = [
    ...(gone.length > 0 ? [`${listed(gone)} ${gone.length === 1 ? 'is' : 'are'} gone`] : []),
    ...(overwritten.length > 0
      ? [`${listed(overwritten)} ${overwritten.length === 1 ? 'is' : 'are'} overwritten`]
      : []),
  ];
  return `in ${place}, ${parts.join(' and ')}`;
}

function listed(paths: readonly string[]): string {
  const shown = paths.slice(0, 3).map((path) => `\`${path}\``);
  return paths.length > 3 ? `${shown.join(', ')} and ${paths.length - 3} more` : shown.join(' and ');
}
