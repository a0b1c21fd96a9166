import type { Loss, Sentence, World } from '../../machine/wire.ts';
import { shortName, tildePath } from '../scene/things.ts';
import { msg, str } from '../texts/index.ts';

/** So many sentences; the rest is counted. */
const MOST = 6;

/** What would be lost, in words. */
export function lossSentences(losses: readonly Loss[], world: World): readonly Sentence[] {
  const all = losses.map((loss): Sentence => ({ text: words(loss, world), about: loss.about }));
  const rest = all.length - MOST + 1;
  return all.length <= MOST ? all : [...all.slice(0, MOST - 1), { text: msg(str`And ${rest} more.`) }];
}

function words({ about, whole, gone, overwritten }: Loss, world: World): string {
  const colon = about.indexOf(':');
  const [kind, name] = [about.slice(0, colon), about.slice(colon + 1)];
  const box = world.containers.find(({ id }) => id === name)?.name ?? shortName(name);
  const image = world.images.find(({ id }) => id === name)?.tags[0] ?? name.slice(7, 19);
  if (whole) {
    switch (kind) {
      case 'volume':
        return msg(str`the volume \`${shortName(name)}\` is gone, with all that is in it`);
      case 'container':
        return msg(str`the container \`${box}\` is gone, with its writable layer`);
      default:
        return msg(str`the image \`${image}\` is gone`);
    }
  }
  const memory = kind === 'container' && gone.some((path) => path.startsWith('/'));
  if (memory) return msg(str`what \`${box}\` has in memory at ${listed(gone)} is gone`);
  const place = {
    volume: msg(str`the volume \`${name}\``),
    folder: `\`${tildePath(name, world.user)}\``,
    container: msg(str`the writable layer of \`${box}\``),
  }[kind];
  const [lost, rewritten] = [listed(gone), listed(overwritten)];
  const going = gone.length === 1 ? msg(str`${lost} is gone`) : msg(str`${lost} are gone`);
  const changing =
    overwritten.length === 1 ? msg(str`${rewritten} is overwritten`) : msg(str`${rewritten} are overwritten`);
  const what = both([...(gone.length > 0 ? [going] : []), ...(overwritten.length > 0 ? [changing] : [])]);
  return msg(str`in ${place}, ${what}`);
}

function listed(paths: readonly string[]): string {
  const shown = paths.slice(0, 3).map((path) => `\`${path}\``);
  if (paths.length <= 3) return both(shown);
  const [first, rest] = [shown.join(', '), paths.length - 3];
  return msg(str`${first} and ${rest} more`);
}

/** All of them in one. */
function both(texts: readonly string[]): string {
  return texts.length === 0 ? '' : texts.reduce((one, other) => msg(str`${one} and ${other}`));
}
