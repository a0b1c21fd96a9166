import { isErrno } from '../../fs/index.ts';
import { readAll } from './applet.ts';
import { textApplet } from './text.ts';

/** The databases that are plain files here, and the fields that a key may be. */
const DATABASES: Readonly<Record<string, { readonly file: string; readonly keys: readonly number[] }>> = {
  passwd: { file: '/etc/passwd', keys: [0, 2] },
  group: { file: '/etc/group', keys: [0, 2] },
  shadow: { file: '/etc/shadow', keys: [0] },
  hosts: { file: '/etc/hosts', keys: [] },
};

const HINT = "Try `getent --help' or `getent --usage' for more information.\n";

export const getent = textApplet(
  'getent',
  function* (text) {
    const { sys } = text;
    const [name, ...keys] = text.args;
    const database = name === undefined ? undefined : DATABASES[name];
    if (!database) {
      const option = /^-(-?)(.)/.exec(name ?? '');
      if (option) {
        const wrong = option[1] === '' ? `invalid option -- '${option[2]}'` : `unrecognized option '${name}'`;
        yield* sys.write(2, `getent: ${wrong}\n${HINT}`);
        return 64;
      }
      const what = name === undefined ? 'getent: wrong number of arguments' : `Unknown database: ${name}`;
      yield* sys.write(2, `${what}\n`);
      text.put(HINT);
      return 1;
    }
    let content = '';
    try {
      const fd = sys.open(database.file);
      content = new TextDecoder().decode(yield* readAll(sys, fd));
      sys.close(fd);
    } catch (error) {
      if (!isErrno(error)) throw error;
      return 2;
    }
    const lines = content.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    if (name === 'hosts') {
      const entries = lines.map((line) => line.split(/\s+/));
      const shown =
        keys.length === 0
          ? entries
          : keys.flatMap((key) => {
              const found = entries.find((entry) => entry.includes(key));
              if (found) return [found];
              const address = sys.lookup(key);
              return address === undefined ? [] : [[address, key]];
            });
      for (const [address = '', ...names] of shown) text.put(`${address.padEnd(15)} ${names.join(' ')}\n`);
      return keys.length > 0 && shown.length < keys.length ? 2 : 0;
    }
    if (keys.length === 0) for (const line of lines) text.put(`${line}\n`);
    let missing = false;
    for (const key of keys) {
      const line = lines.find((each) => database.keys.some((field) => each.split(':')[field] === key));
      if (line === undefined) missing = true;
      else text.put(`${line}\n`);
    }
    return missing ? 2 : 0;
  },
  { dialects: ['gnu'] },
);
