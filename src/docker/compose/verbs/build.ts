import { leftOut } from '../../command.ts';
import { buildServices } from '../build.ts';
import { checkServices, load } from '../select.ts';
import type { ComposeVerb } from '../verb.ts';
import { withProgress } from './up.ts';

export const BUILD: ComposeVerb = {
  name: 'build',
  hidden: [
    { name: 'parallel', type: '' },
    { name: 'compress', type: '' },
    { name: 'force-rm', type: '' },
    { name: 'no-rm', type: '' },
    { name: 'progress', type: 'string' },
  ],
  leftOut: ['check', 'push', 'provenance', 'sbom', 'ssh'],
  *run(compose, flags, names) {
    const { cli } = compose;
    const builder = flags.string('builder');
    if (builder !== '' && builder !== 'default') throw leftOut('docker compose build --builder');
    if (flags.changed('progress'))
      yield* cli.err('--progress is a global compose flag, better use `docker compose --progress xx build ...\n');
    const project = yield* load(compose);
    checkServices(project, names);
    const quiet = flags.bool('quiet');
    yield* withProgress(compose, 'Building', function* () {
      yield* buildServices(compose, project, {
        services: names,
        dependencies: flags.bool('with-dependencies'),
        args: flags.list('build-arg'),
        noCache: flags.bool('no-cache'),
        pull: flags.bool('pull'),
        check: false,
        quiet,
        print: flags.bool('print'),
        announce: !quiet,
      });
    });
  },
};
