import { atLeast, type Verb } from '../command.ts';
import { alignColumns } from '../format/tabwriter.ts';
import { containerTop } from '../requests/containers.ts';

export const TOP: Verb = {
  name: 'top',
  args: atLeast(1),
  interspersed: false,
  *run(cli, _flags, [name, ...options]) {
    const { Titles, Processes } = yield* cli.call(containerTop(name!, options));
    const lines = [Titles, ...Processes].map((cells) => `${cells.join('\t')}\n`);
    yield* cli.out(alignColumns(lines.join(''), 20, 3));
  },
};
