import { executable, type Program, SIGNALS, type StartProcess, type WaitStatus } from '../os/index.ts';
import { type Bench, bench, SUPERUSER } from '../os/testing.ts';
import { APPLETS, appletProgram, busyboxProgram } from './applets/index.ts';
import { shellPrograms } from './index.ts';
import { SCREENS } from './screen/index.ts';

/** A shell of the recordings: the program, the command line in front of the script, and where its commands are. */
const SHELLS = {
  bash: ['bash', 'bash', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
  'bash-5.2': ['bash-5.2', 'bash', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
  dash: ['dash', 'sh', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
  ash: ['busybox', 'sh', '/bb'],
} as const;

export type ShellName = keyof typeof SHELLS;

/** A little machine with the shells and all commands: GNU's in /usr/bin, busybox's in /bb. */
export function shellBench(): Bench {
  const gnuApplets = APPLETS.filter(({ dialects }) => dialects?.includes('gnu') ?? true);
  const gnu = gnuApplets.map((applet) => appletProgram(applet, 'gnu'));
  const shells = shellPrograms();
  const ash = shells.find(({ name }) => name === 'ash')!;
  const busybox = busyboxProgram({ applets: APPLETS, screens: SCREENS, ash, names: [] });
  const made = bench([...shells, ...gnu, busybox] as readonly Program[]);
  for (const path of ['/usr', '/usr/bin', '/bb', '/root', '/etc', '/proc', '/tmp/t']) {
    if (!exists(made, path)) made.host.create(path, { type: 'directory', mode: 0o755 }, SUPERUSER);
  }
  made.write('/etc/passwd', 'root:x:0:0:root:/root:/bin/bash\nnobody:x:65534:65534:nobody:/nonexistent:/bin/false\n');
  for (const { name } of gnuApplets) {
    made.write(`/usr/bin/${name}`, executable(`gnu:${name}`), 0o755);
  }
  made.write('/usr/bin/bash', executable('bash'), 0o755);
  made.write('/usr/bin/sh', executable('dash'), 0o755);
  made.write('/bin/sh', executable('dash'), 0o755);
  made.write('/bb/busybox', executable('busybox'), 0o755);
  for (const name of [...APPLETS.map((applet) => applet.name), 'sh', 'ash']) {
    if (name !== 'busybox')
      made.host.create(`/bb/${name}`, { type: 'symlink', mode: 0o777, target: 'busybox' }, SUPERUSER);
  }
  return made;
}

/** What a script came to. */
export interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number;
}

function started(shell: ShellName, script: string): readonly [command: string, options: Partial<StartProcess>] {
  const [program, name, path] = SHELLS[shell];
  return [
    program,
    {
      path: program === 'busybox' ? '/bb/busybox' : `/bin/${program}`,
      argv: [name, '-c', script],
      cwd: '/tmp/t',
      env: { PATH: path, HOME: '/root', USER: 'root', TERM: 'xterm' },
    },
  ];
}

function statusOf(status: WaitStatus | undefined): number {
  if (status?.kind === 'signaled') return 128 + SIGNALS[status.signal];
  return status?.kind === 'exited' ? status.status : -1;
}

/** Runs a script with `-c` in /tmp/t. */
export function runScript(made: Bench, shell: ShellName, script: string): Ran {
  const { stdout, stderr, status } = made.run(...started(shell, script));
  return { stdout, stderr, status: statusOf(status) };
}

/** The same, but after some steps the machine is copied; what both come to. */
export function runForked(made: Bench, shell: ShellName, script: string, steps: number): readonly [Ran, Ran] {
  const { kernel, host } = made;
  const input = kernel.openFile(host, '/dev/null', { read: true });
  const [[out, outEnd], [err, errEnd]] = [kernel.pipe(), kernel.pipe()];
  const [command, options] = started(shell, script);
  const pid = made.start(command, { ...options, fds: { 0: input, 1: outEnd, 2: errEnd } });
  for (const file of [input, outEnd, errEnd]) kernel.close(file);
  kernel.run(steps);
  const finish = (each: Bench): Ran => {
    let [stdout, stderr] = ['', ''];
    for (let before = -1; before !== stdout.length + stderr.length; ) {
      before = stdout.length + stderr.length;
      each.settle();
      stdout += each.drain(out);
      stderr += each.drain(err);
    }
    return { stdout, stderr, status: statusOf(each.kernel.status(pid)) };
  };
  const copy = made.fork();
  return [finish(made), finish(copy)];
}

function exists(made: Bench, path: string): boolean {
  try {
    return made.host.stat(path, SUPERUSER).type === 'directory';
  } catch {
    return false;
  }
}
