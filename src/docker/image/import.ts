import { atLeast, type Verb } from '../command.ts';
import { imageImport } from '../requests/images.ts';
import { input } from './load.ts';
import { reference } from './pull.ts';

export const IMPORT: Verb = {
  name: 'import',
  args: atLeast(1),
  *run(cli, flags, [source = '', name = '']) {
    const isUrl = /^https?:\/\//.test(source);
    const path = source === '-' ? '' : source;
    const request = `/images/create?fromSrc=-${name === '' ? '' : `&repo=${name}`}`;
    const given = isUrl ? { url: source } : yield* input(cli, path, request);
    // The client refuses a bad name before it asks.
    if (name !== '') reference(name);
    const id = yield* cli.call(
      imageImport(given, {
        reference: name,
        message: flags.string('message') || 'Imported from -',
        changes: flags.list('change'),
        platform: flags.string('platform'),
      }),
    );
    yield* cli.out(`${id}\n`);
  },
};
