import { leftOut } from '../../command.ts';
import { ATTACH as DOCKER_ATTACH } from '../../container/attach.ts';
import { outputProblem } from '../../container/export.ts';
import { writeFile } from '../../files.ts';
import { reference } from '../../image/pull.ts';
import { containerCommit, containerExport } from '../../requests/containers.ts';
import { nameOf } from '../containers.ts';
import { ask } from '../context.ts';
import { ComposeError } from '../model/tree.ts';
import { load, loadOrFind, select } from '../select.ts';
import type { ComposeVerb } from '../verb.ts';
import { oneContainer } from './list.ts';
import { withProgress } from './up.ts';

export const ATTACH: ComposeVerb = {
  name: 'attach',
  min: 1,
  *run(compose, flags, [service = '']) {
    const project = yield* loadOrFind(compose);
    const { Id } = yield* oneContainer(compose, project.name, service, flags.number('index'));
    yield* DOCKER_ATTACH.run(compose.cli, flags, [Id]);
  },
};

export const COMMIT: ComposeVerb = {
  name: 'commit',
  between: [1, 2],
  *run(compose, flags, [service = '', target = '']) {
    const { cli, progress } = compose;
    const project = yield* loadOrFind(compose);
    yield* withProgress(compose, 'Committing', function* () {
      const container = yield* oneContainer(compose, project.name, service, flags.number('index'));
      const id = nameOf(container);
      const text = `Commit ${id}`;
      yield* progress.event(id, 'working', 'Committing', text);
      if (target !== '') reference(target);
      const image = yield* ask(
        cli,
        containerCommit(container.Id, {
          reference: target,
          comment: flags.string('message'),
          author: flags.string('author'),
          changes: flags.list('change'),
          pause: flags.bool('pause'),
        }),
      );
      yield* progress.event(id, 'done', `Committed as ${image}`, text);
    });
  },
};

export const EXPORT: ComposeVerb = {
  name: 'export',
  min: 1,
  *run(compose, flags, [service = '']) {
    const { cli, progress } = compose;
    const project = yield* loadOrFind(compose);
    const output = flags.string('output');
    yield* withProgress(compose, 'Exporting', function* () {
      const container = yield* oneContainer(compose, project.name, service, flags.number('index'));
      if (output === '' && cli.sys.isatty(1))
        throw new ComposeError('output option is required when exporting to terminal');
      const problem = outputProblem(cli, output, (folder) => `directory ${JSON.stringify(folder)} does not exist`);
      if (problem) throw new ComposeError(`failed to export container: ${problem}`);
      const id = nameOf(container);
      yield* progress.event(id, 'working', 'Exporting', `export ${id} to ${output}`);
      const tar = yield* ask(cli, containerExport(container.Id));
      if (output === '') yield* cli.out(tar);
      else yield* writeFile(cli.sys, output, tar, 0o600);
    });
  },
};

/** Nothing here follows changes of files; what has nothing to watch is told so. */
export const WATCH: ComposeVerb = {
  name: 'watch',
  *run(compose, flags, names) {
    const project = select(yield* load(compose), names);
    if (!flags.bool('no-up') || Object.values(project.services).some(({ raw }) => raw.develop !== undefined))
      throw leftOut('docker compose watch');
    throw new ComposeError(
      "none of the selected services is configured for watch, consider setting a 'develop' section",
    );
  },
};
