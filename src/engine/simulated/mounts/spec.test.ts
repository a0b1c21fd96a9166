import { describe, expect, test } from 'vitest';
import type { MountSpec } from '../../api.ts';
import { parseBind, parseMount, parseVolumesFrom } from './spec.ts';

const said = (call: () => unknown): string => {
  try {
    return `accepted: ${JSON.stringify(call())}`;
  } catch (error) {
    return (error as Error).message;
  }
};

/** type source -> destination flags */
function short(raw: string): string {
  const { type, source, destination, mode, copy, spec } = parseBind(raw, '');
  const flags = [spec.ReadOnly ? 'ro' : 'rw', ...(copy ? [] : ['nocopy']), spec.BindOptions?.Propagation ?? ''];
  return [type, source || '-', destination, mode || '-', flags.filter(Boolean).join(',')].join(' ');
}

describe('-v: what it means', () => {
  test.each([
    ['/data', 'volume - /data - rw'],
    ['data:/data', 'volume data /data - rw'],
    ['data:/a/../b/', 'volume data /b - rw'],
    ['data:/data:ro', 'volume data /data ro ro'],
    ['data:/data:nocopy,ro', 'volume data /data nocopy,ro ro,nocopy'],
    ['data:/data:z', 'volume data /data z rw'],
    ['data:/data:Z,nocopy', 'volume data /data Z,nocopy rw,nocopy'],
    ['data:/d:cached', 'volume data /d cached rw'],
    ['/src:/dst', 'bind /src /dst - rw'],
    ['/src//x/./:/dst', 'bind /src/x /dst - rw'],
    ['/src:/dst:rslave', 'bind /src /dst rslave rw,rslave'],
    ['/src:/dst:ro,shared', 'bind /src /dst ro,shared ro,shared'],
    ['/src:/dst:consistent,ro', 'bind /src /dst consistent,ro ro'],
    ['a/b:/data', 'volume a/b /data - rw'],
  ])('%s', (raw, meaning) => expect(short(raw)).toBe(meaning));
});

describe('-v: what the daemon refuses', () => {
  const bad = (raw: string, type: string, why: string) =>
    `invalid volume specification: '${raw}': invalid mount config for type "${type}": ${why}`;
  test.each([
    ['/data:ro', "invalid volume specification: '/data:ro'"],
    ['data:ro', "invalid volume specification: 'data:ro'"],
    [':/data', "invalid volume specification: ':/data'"],
    ['data:/data:rx', 'invalid mode: rx'],
    ['data:/data:ro,ro', 'invalid mode: ro,ro'],
    ['data:/data:ro,rw', 'invalid mode: ro,rw'],
    ['data:/data:copy', 'invalid mode: copy'],
    ['data:/data:readonly', 'invalid mode: readonly'],
    ['data:/data:volume-nocopy', 'invalid mode: volume-nocopy'],
    ['/a:/b:/c', 'invalid mode: /c'],
    ['/a:/b:z,Z', 'invalid mode: z,Z'],
    ['/a:/b:cached,delegated', 'invalid mode: cached,delegated'],
    ['/a:/b:rslave,rshared', 'invalid mode: rslave,rshared'],
    ['/a:/b:,ro', 'invalid mode: ,ro'],
    ['/a:/b:RO', 'invalid mode: RO'],
    ['/:/', bad('/:/', 'bind', "invalid specification: destination can't be '/'")],
    ['data:/', bad('data:/', 'volume', "invalid specification: destination can't be '/'")],
    ['data:rel', bad('data:rel', 'volume', "invalid mount path: 'rel' mount path must be absolute")],
    ['/a:..', bad('/a:..', 'bind', "invalid mount path: '..' mount path must be absolute")],
    ['/a:/b:nocopy', bad('/a:/b:nocopy', 'bind', 'field VolumeOptions must not be specified')],
    ['vol1:/d:shared', bad('vol1:/d:shared', 'volume', 'field BindOptions must not be specified')],
  ])('%s', (raw, message) => expect(said(() => parseBind(raw, ''))).toBe(message));
});

describe('--mount: what the daemon refuses', () => {
  const cases: readonly (readonly [MountSpec, string])[] = [
    [{ Type: 'bogus', Target: '/d' }, 'mount type unknown'],
    [{ Type: 'npipe', Source: 'data', Target: '/d' }, 'mount type unknown'],
    [{ Type: 'volume', Target: '' }, 'field Target must not be empty'],
    [{ Type: 'volume', Target: '/' }, "invalid specification: destination can't be '/'"],
    [{ Type: 'bind', Target: '/d' }, 'field Source must not be empty'],
    [{ Type: 'bind', Source: 'data', Target: '/d' }, "invalid mount path: 'data' mount path must be absolute"],
    [{ Type: 'bind', Source: '/no', Target: '/d' }, 'bind source path does not exist: /no'],
    [
      { Type: 'bind', Source: '/x', Target: '/d', BindOptions: { Propagation: 'bogus' } },
      'invalid propagation mode: bogus',
    ],
    [{ Type: 'tmpfs', Source: 'foo', Target: '/d' }, 'field Source must not be specified'],
    [{ Type: 'volume', Target: '/d', ReadOnly: true }, 'must not set ReadOnly mode when using anonymous volumes'],
    [
      { Type: 'volume', Target: '/d', VolumeOptions: { Subpath: 'a' } },
      'must not set Subpath when using anonymous volumes',
    ],
    ...['..', '/a', '../x'].map(
      (Subpath) =>
        [
          { Type: 'volume', Source: 'v1', Target: '/d', VolumeOptions: { Subpath } },
          'subpath must be a relative path within the volume',
        ] as const,
    ),
  ];
  test.each(cases)('%j', (spec, why) =>
    expect(said(() => parseMount(spec, () => false))).toBe(`invalid mount config for type "${spec.Type}": ${why}`),
  );

  test('a stat that fails is told', () => {
    const stat = () => {
      throw new Error('stat /f/x: not a directory');
    };
    expect(said(() => parseMount({ Type: 'bind', Source: '/f/x', Target: '/d' }, stat))).toBe(
      'invalid mount config for type "bind": stat /f/x: not a directory',
    );
  });
});

test.each([
  ['store', 'store rw'],
  ['store:ro', 'store ro'],
  ['store:z', 'store z'],
  ['store:bad', 'invalid mode: bad'],
  ['store:nocopy', 'invalid mode: nocopy'],
  ['store:rslave', 'invalid mode: rslave'],
  ['', 'volumes-from specification cannot be an empty string'],
])('--volumes-from %s', (spec, meaning) => {
  const parsed = said(() => {
    const { container, mode } = parseVolumesFrom(spec);
    return `${container} ${mode}`;
  });
  expect(parsed.replace(/^accepted: "(.*)"$/, '$1')).toBe(meaning);
});
