import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Asked, FILES, type Recorded, recordedEngine, said } from './recorded/testing.ts';
import { runDocker } from './testing.ts';

/*
 * What the real command line printed for hundreds of lines (test/recording), over the fixed answers of api.json, against
 * what ours prints over the same answers.
 */

function load(group: string): readonly Recorded[] {
  const path = new URL(`./recorded/${group}.json`, import.meta.url);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as readonly Recorded[]) : [];
}

/** The release differs by the packager's mark; addresses of pointers and temporary names by the run. */
function plain(text: string): string {
  return text.replaceAll(/0x[0-9a-f]{10,12}\b/g, '0xc000012345').replaceAll(/time="[^"]*"/g, 'time="T"');
}

/** The client's own release and plugins aren't ours. */
const serverPart = (text: string) => text.replace(/^Client:[\s\S]*?\n\nServer:/, 'Server:');

function ran({ argv, at }: Recorded, asked: Asked) {
  const { stdout, stderr, exit } = runDocker(argv, recordedEngine(asked), {
    cwd: '/tmp/ddrec',
    env: { FROM_ENV: 'given' },
    files: Object.fromEntries(Object.entries(FILES).map(([name, text]) => [`/tmp/ddrec/${name}`, text])),
    epoch: Math.floor(at * 1000) + 200,
  });
  return { stdout: serverPart(plain(stdout)), stderr: plain(stderr), exit };
}

const none = (): Asked => ({ create: [], volume: [], other: [] });

describe.each(['errors', 'flags', 'templates', 'lists', 'left-out'])('%s', (group) => {
  test.each(load(group).map((recorded) => [recorded.argv.join(' '), recorded] as const))('docker %s', (_, recorded) => {
    const asked = none();
    expect(ran(recorded, asked)).toEqual({
      stdout: serverPart(plain(recorded.stdout)),
      stderr: plain(recorded.stderr),
      exit: recorded.exit,
    });
    const created = recorded.requests.filter(({ path }) => path.startsWith('/containers/create'));
    expect(
      asked.create.map(({ Config, HostConfig, NetworkingConfig }) => said({ ...Config, HostConfig, NetworkingConfig })),
    ).toEqual(created.map(({ body }) => said(body)));
  });
});
