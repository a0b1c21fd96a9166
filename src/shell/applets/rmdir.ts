import { Errno } from '../../fs/index.ts';
import { attempt, fileApplet } from './command.ts';
import { dirName, stripSlashes } from './paths.ts';
import { quoteFile } from './quote.ts';

const NOT_EMPTY = ['ENOTEMPTY', 'EEXIST'];

export const rmdir = fileApplet('rmdir', function* (command) {
  const { sys, gnu } = command;
  const parsed = command.parse({
    'ignore-fail-on-non-empty': [undefined, 'flag'],
    parents: ['p', 'flag'],
    verbose: ['v', 'flag'],
  });
  if (parsed.operands.length === 0) command.usage(gnu ? 'missing operand' : '');
  const ignore = parsed.has('ignore-fail-on-non-empty');
  for (const operand of parsed.operands) {
    yield* command.pace();
    let path = operand;
    for (let first = true; ; first = false) {
      if (parsed.has('verbose'))
        yield* command.print(
          gnu ? `rmdir: removing directory, ${quoteFile(path)}\n` : `rmdir: removing directory, '${path}'\n`,
        );
      const error = attempt(() => sys.rmdir(path));
      if (error instanceof Errno) {
        if (ignore && NOT_EMPTY.includes(error.code)) break;
        let reason = error.message;
        if (gnu && error.code === 'ENOTDIR' && path.endsWith('/')) {
          const link = attempt(() => sys.lstat(stripSlashes(path)));
          if (!(link instanceof Errno) && link.type === 'symlink') reason = 'Symbolic link not followed';
        }
        const what =
          gnu && !first ? `failed to remove directory ${quoteFile(path)}` : `failed to remove ${quoteFile(path)}`;
        yield* command.fail(gnu ? `${what}: ${reason}` : `'${path}': ${reason}`);
        break;
      }
      if (!parsed.has('parents')) break;
      const parent = dirName(path);
      if (parent === '.' || parent === path || (gnu && parent === '/')) break;
      path = parent;
    }
  }
});
