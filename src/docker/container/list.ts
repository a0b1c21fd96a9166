import { NO_ARGS, type Verb } from '../command.ts';
import { CliError } from '../errors.ts';
import { CONTAINER, containerFormat, NO_CONTAINER } from '../format/container.ts';
import { render } from '../format/formatter.ts';
import type { Filter } from '../opts/parsers.ts';
import { containerList } from '../requests/containers.ts';
import { filtersOf } from '../requests/query.ts';
import { executeTemplate, parseTemplate, type Template, TemplateError } from '../template/index.ts';

/** Tries a format on no container at all: a mistake is told before the daemon is asked. Says whether it shows sizes. */
function tryFormat(format: string): boolean {
  let template: Template;
  try {
    template = parseTemplate(format);
  } catch (error) {
    if (error instanceof TemplateError) throw new CliError(`failed to parse template: ${error.message}`);
    throw error;
  }
  let sized = false;
  const onSize = () => {
    sized = true;
  };
  const { error } = executeTemplate(template, CONTAINER.of({ container: NO_CONTAINER, trunc: false, now: 0, onSize }));
  if (error !== undefined) throw new CliError(`failed to execute template: ${error}`);
  return sized;
}

/** `docker ps` and `docker container ls`. */
export const LIST: Verb = {
  name: 'ls',
  args: NO_ARGS,
  *run(cli, flags) {
    const format = flags.string('format');
    const quiet = flags.bool('quiet');
    if (format !== '' && quiet)
      yield* cli.err('WARNING: Ignoring custom format, because both --format and --quiet are set.\n');
    const sized = format !== '' && tryFormat(format);
    const size = flags.bool('size') || (sized && !quiet && !flags.changed('size'));
    const last = flags.number('last');
    const limit = flags.bool('latest') && last === -1 ? 1 : last;
    const containers = yield* cli.call(
      containerList({
        all: flags.bool('all'),
        filters: filtersOf(flags.values<Filter>('filter')),
        ...(limit > 0 && { limit }),
        ...(size && { size }),
      }),
    );
    const trunc = !flags.bool('no-trunc');
    const now = cli.sys.now();
    const rows = containers.map((container) => ({ container, trunc, now }));
    yield* cli.out(render(containerFormat(format, quiet, size), CONTAINER, rows));
  },
};

export const PS: Verb = { ...LIST, name: 'ps' };
