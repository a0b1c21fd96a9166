import { type Op, type ProcessInfo, processCommand, processName, psLines, readPs } from '../../os/index.ts';
import { type Owners, readOwners } from './owners.ts';
import { type Text, textApplet } from './text.ts';

function* procps(text: Text): Op<number> {
  const { sys } = text;
  const request = readPs(text.args);
  if ('error' in request) {
    yield* sys.write(
      2,
      `${request.error}\n\nUsage:\n ps [options]\n\n Try 'ps --help <simple|list|output|threads|misc|all>'\n  or 'ps --help <s|l|o|t|m|a>'\n for additional help text.\n\nFor more details see ps(1).\n`,
    );
    return 1;
  }
  const { pids, every, all } = request;
  const own = sys.processes().find(({ pid }) => pid === sys.pid);
  const shown = sys.processes().filter((process) => {
    if (pids.length > 0) return pids.includes(process.pid);
    if (every) return true;
    if (all) return process.tty !== undefined && process.pid !== process.sid;
    return process.tty === own?.tty && (own?.tty !== undefined || process.uid === own?.uid);
  });
  for (const line of psLines(request, shown, yield* readOwners(sys), sys.now())) text.put(`${line}\n`);
  return pids.length > 0 && shown.length === 0 ? 1 : 0;
}

interface Column {
  readonly title: string;
  readonly right?: boolean;
  readonly width: number;
  of(process: ProcessInfo, owners: Owners): string;
}

const BUSYBOX: Readonly<Record<string, Column>> = {
  pid: { title: 'PID', width: 5, right: true, of: ({ pid }) => String(pid) },
  ppid: { title: 'PPID', width: 5, right: true, of: ({ ppid }) => String(ppid) },
  pgid: { title: 'PGID', width: 5, right: true, of: ({ pgid }) => String(pgid) },
  user: { title: 'USER', width: 8, of: ({ uid }, owners) => (owners.user(uid) ?? String(uid)).slice(0, 8) },
  comm: { title: 'COMMAND', width: 16, of: processName },
  args: {
    title: 'COMMAND',
    width: 7,
    of: (process) =>
      processName(process) === (process.argv[0] ?? '').replace(/^.*\//, '')
        ? processCommand(process)
        : `{${processName(process)}} ${processCommand(process)}`,
  },
  stat: { title: 'STAT', width: 4, of: ({ state }) => state },
  tty: { title: 'TT', width: 6, of: ({ tty }) => tty?.replace('/dev/', '') ?? '?' },
};

function* busybox(text: Text): Op<number> {
  const parsed = text.parse({ o: ['o', 'value'], T: ['T', 'flag'] });
  const keys = (parsed.options.get('o') ?? ['pid,user,args']).flatMap((list) => list.split(','));
  for (const key of keys)
    if (!BUSYBOX[key]) text.die(`bad -o argument '${key}', supported arguments: ${Object.keys(BUSYBOX).join(',')}`);
  const owners = yield* readOwners(text.sys);
  const columns = keys.map((key) => BUSYBOX[key]!);
  const pad = (cell: string, { right, width }: Column, last: boolean) =>
    right ? cell.padStart(width) : last ? cell : cell.padEnd(width);
  const last = columns.length - 1;
  text.put(
    `${columns.map((column, i) => (i === last ? column.title : column.title.padEnd(column.width))).join(' ')}\n`,
  );
  for (const process of text.sys.processes())
    text.put(`${columns.map((column, i) => pad(column.of(process, owners), column, i === last)).join(' ')}\n`);
  return 0;
}

export const ps = textApplet('ps', (text) => (text.gnu ? procps(text) : busybox(text)));
