import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Scenario } from './scenario.ts';

/** A replay's own folder: the scenario's home, and what the replay itself needs. */
export interface Scratch {
  readonly folder: string;
  readonly home: string;
  /** The guard's socket. */
  readonly socket: string;
  /** Commands that come before the system's. */
  readonly bin: string;
  /** Where buildx keeps its own files. */
  readonly config: string;
}

/** The longest path of a unix socket is 107 bytes. */
const LONGEST = 90;

/**
 * Makes the folder.
 * @throws {Error} with a sentence for a person.
 */
export function makeScratch(parent: string | undefined): Scratch {
  const base = realpathSync(parent ?? process.env.TMPDIR ?? tmpdir());
  if (base.length > LONGEST)
    throw new Error(`The path ${base} is too long for a socket in it; choose another with --scratch.`);
  const folder = mkdtempSync(join(base, 'drydock-'));
  chmodSync(folder, 0o711);
  const scratch = {
    folder,
    home: join(folder, 'home'),
    socket: join(folder, 'docker.sock'),
    bin: join(folder, 'bin'),
    config: join(folder, 'buildx'),
  };
  for (const path of [scratch.bin, scratch.config]) mkdirSync(path);
  chmodSync(scratch.config, 0o777);
  return scratch;
}

/** Lays out a scenario's home, owned by who works there (if we may give it away). */
export function layOut({ home, cwd, files }: Scenario, owner: { uid: number; gid: number } | undefined): void {
  const give = (path: string) => owner && chownSync(path, owner.uid, owner.gid);
  const folder = (path: string) => {
    if (existsSync(path)) return;
    folder(dirname(path));
    mkdirSync(path);
    // mkdir's mode goes through the umask.
    chmodSync(path, 0o755);
    give(path);
  };
  folder(home);
  folder(cwd);
  // The docker command of the scenario has this home; compose and buildx may be installed in the real one.
  const plugins = join(process.env.DOCKER_CONFIG || join(homedir(), '.docker'), 'cli-plugins');
  const settings: Record<string, string> = existsSync(plugins)
    ? { [`${home}/.docker/config.json`]: JSON.stringify({ cliPluginsExtraDirs: [plugins] }) }
    : {};
  for (const [path, content] of Object.entries({ ...settings, ...files })) {
    folder(dirname(path));
    writeFileSync(path, content);
    chmodSync(path, 0o644);
    give(path);
  }
}

/** Whether a folder holds nothing. */
export function isEmpty(folder: string): boolean {
  return !existsSync(folder) || readdirSync(folder).length === 0;
}
