import type { Op } from '../../os/index.ts';
import type { Cli } from '../cli.ts';

const RAINBOW = ['36', '33', '32', '35', '34', '36;1', '33;1', '32;1', '35;1', '34;1'];

/** What a container prints, behind its name. Plain data, so that a command that follows logs can be saved. */
export interface Presenter {
  readonly names: string[];
  readonly colours: boolean;
  readonly prefix: boolean;
  readonly timestamps: boolean;
}

function register(presenter: Presenter, name: string): void {
  if (!presenter.names.includes(name)) presenter.names.push(name);
}

function coloured({ names, colours }: Presenter, name: string, text: string): string {
  if (!colours) return text;
  return `\x1b[${RAINBOW[names.indexOf(name) % RAINBOW.length]}m${text}\x1b[0m`;
}

/** Names that are known before anybody prints make the column as wide as the longest. */
export function announce(presenter: Presenter, names: readonly string[]): void {
  for (const name of names) register(presenter, name);
}

/** One line (without its end) of a container. `time`: what `--timestamps` shows. */
export function* present(
  cli: Cli,
  presenter: Presenter,
  name: string,
  stream: 'stdout' | 'stderr',
  line: string,
  time = '',
): Op<void> {
  register(presenter, name);
  const width = Math.max(...presenter.names.map((each) => each.length)) + 1;
  const prefix = presenter.prefix ? coloured(presenter, name, `${name.padEnd(width)} | `) : '';
  const text = `${prefix}${presenter.timestamps && time !== '' ? `${time} ` : ''}${line}\n`;
  yield* stream === 'stdout' ? cli.out(text) : cli.err(text);
}

/** What happened to a container. */
export function* presentStatus(cli: Cli, presenter: Presenter, name: string, text: string): Op<void> {
  register(presenter, name);
  yield* cli.out(coloured(presenter, name, `\r\x1b[K${name} ${text}\n`));
}
