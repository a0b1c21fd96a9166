/**
 * Records what real programs print, so that the machine's own can be compared with them.
 *
 *   ENGINE='…' npx tsx test/recorders/record.ts texts [NAME…]
 *
 * ENGINE is a command line that runs a program (its last words) on a Debian machine with Docker and the images busybox and debian.
 * Each table of `cases/` becomes one file of `src/shell/applets/recorded/`; all cases of a table run in one
 * process, each in an empty folder of its own, without a shell between the table's words and the program.
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { type Case, type CaseTable, changedEntries, type RecordedCase, shortened, splitWords } from './cases.ts';
import { TABLES } from './tables.ts';

const MARK = '@@case';
const quote = (word: string) => `'${word.replaceAll("'", `'\\''`)}'`;
const base64 = (text: string) => Buffer.from(text, 'latin1').toString('base64');

/** The shell lines that put entries into the present folder. */
function setupLines(setup: CaseTable['setup']): string[] {
  const lines: string[] = [];
  for (const [path, value] of Object.entries(setup ?? {})) {
    const entry = typeof value === 'string' ? { content: value } : value;
    const dir = path.replace(/\/$/, '').split('/').slice(0, -1).join('/');
    const name = quote(path.replace(/\/$/, ''));
    if (dir) lines.push(`mkdir -p ${quote(dir)}`);
    if (path.endsWith('/')) lines.push(`mkdir -p ${name}`);
    else if (entry.link !== undefined) lines.push(`ln -s ${quote(entry.link)} ${name}`);
    else if (entry.hardlink !== undefined) lines.push(`ln ${quote(entry.hardlink)} ${name}`);
    else lines.push(`echo ${quote(base64(entry.content ?? ''))} | base64 -d > ${name}`);
    if (entry.link === undefined) {
      if (entry.owner !== undefined) lines.push(`chown ${entry.owner} ${name}`);
      lines.push(`chmod ${(entry.mode ?? (path.endsWith('/') ? 0o755 : 0o644)).toString(8)} ${name}`);
    }
  }
  // Times last: making an entry changes its folder's. 1700000000 is 2023-11-14 22:13:20 UTC.
  if (lines.length > 0) lines.push(`find . -exec touch -h -d '2023-11-14 22:13:20' {} + 2>/dev/null`);
  return lines;
}

/** The shell lines that make the folder, run the words and print what came out, in base64. */
function scriptOf(number: number, one: Case): string {
  const env = ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', 'HOME=/root', ...(one.env ?? [])];
  const run = (argv: readonly string[]) => `timeout 10 env -i ${[...env, ...argv].map(quote).join(' ')}`;
  const input = one.pipe ? 'cat /tmp/case.in |' : '';
  const output = one.merge ? '> /tmp/case.out 2>&1' : '> /tmp/case.out 2> /tmp/case.err';
  const lines = [
    'cd /; rm -rf /tmp/case; cp -a /tmp/base /tmp/case; cd /tmp/case; : > /tmp/case.err',
    ...setupLines(one.setup),
    `echo ${quote(base64(one.stdin ?? ''))} | base64 -d > /tmp/case.in`,
    ...(one.before ?? []).map((words) => `${run(splitWords(words))} > /dev/null 2>&1 < /dev/null`),
    `${input} ${run(one.argv)} ${one.pipe ? '' : '< /tmp/case.in'} ${output}; s=$?`,
    `echo "${MARK} ${number} $s $(base64 < /tmp/case.out | tr -d '\\n') $(base64 < /tmp/case.err | tr -d '\\n')"`,
  ];
  if (one.after)
    lines.push(
      `find . | LC_ALL=C sort | while IFS= read -r f; do [ "$f" = . ] && continue`,
      `if [ -L "$f" ]; then c=$(readlink "$f" | base64 | tr -d '\\n'); elif [ -f "$f" ]; then c=$(base64 < "$f" | tr -d '\\n'); else c=; fi`,
      `echo "${MARK}+ ${number} $(stat -c '%a,%u,%g,%h,%Y,%F' "$f" | tr ' ' _) $(printf %s "$f" | base64 | tr -d '\\n') $c"; done`,
    );
  return lines.join('\n');
}

const text = (encoded: string | undefined) => Buffer.from(encoded ?? '', 'base64').toString('latin1');

/** Runs all cases of a table in one system. */
function record(dialect: 'gnu' | 'busybox', table: CaseTable): RecordedCase[] {
  const cases = table.cases.filter((one) => one.dialect === undefined || one.dialect === dialect);
  const base = ['cd /; rm -rf /tmp/base; mkdir -m 755 /tmp/base; cd /tmp/base', ...setupLines(table.setup)];
  const script = [...base, ...cases.map((one, number) => scriptOf(number, one))].join('\n');
  const engine = splitWords(process.env.ENGINE ?? '');
  const inside =
    dialect === 'gnu' ? ['bash', '-s'] : ['docker', 'run', '-i', '--rm', '-h', 'box', 'busybox', 'sh', '-s'];
  const run = spawnSync(engine[0]!, [...engine.slice(1), ...inside], { input: `${script}\n`, maxBuffer: 1 << 28 });
  const results: RecordedCase[] = [];
  for (const line of run.stdout.toString().split('\n')) {
    const [mark, number, ...rest] = line.split(' ');
    if (mark === MARK) {
      const { after: _, dialect: __, argv, ...one } = cases[Number(number)]!;
      results[Number(number)] = {
        dialect,
        argv,
        ...one,
        stdout: shortened(text(rest[1])),
        stderr: text(rest[2]),
        status: Number(rest[0]),
      };
    } else if (mark === `${MARK}+`) {
      const result = results[Number(number)]!;
      const [mode, uid, gid, nlink, mtime, type] = rest[0]!.split(',');
      result.after ??= {};
      result.after[text(rest[1]).slice(2)] = {
        type: type!.replace('regular_empty_file', 'regular_file'),
        mode: mode!,
        owner: `${uid}:${gid}`,
        nlink: Number(nlink),
        ...(mtime!.startsWith('17000') ? { mtime: Number(mtime) } : {}),
        content: text(rest[2]).replace(type === 'symbolic_link' ? /\n$/ : /(?!)/, ''),
      };
    }
  }
  const missing = cases.filter((_, number) => !results[number]).map(({ argv }) => argv.join(' '));
  if (missing.length > 0)
    throw new Error(`${table.name}, ${dialect}: not recorded:\n${missing.join('\n')}\n${run.stderr}`);
  // What a system lacks is no case of it.
  return results.filter(({ status, stderr }) => status !== 127 || !stderr.startsWith('env: '));
}

const [group = 'texts', ...names] = process.argv.slice(2);
for (const table of TABLES[group] ?? []) {
  if (names.length > 0 && !names.includes(table.name)) continue;
  const dialects = table.dialects ?? (['gnu', 'busybox'] as const);
  const recorded = dialects.flatMap((dialect) => record(dialect, table));
  for (const one of recorded) if (one.after) one.after = changedEntries(one.after, { ...table.setup, ...one.setup });
  const file = new URL(`../../src/shell/applets/recorded/${group}-${table.name}.json`, import.meta.url);
  writeFileSync(file, `${JSON.stringify({ setup: table.setup, cases: recorded }, null, 1)}\n`);
  console.log(`${table.name}: ${recorded.length}`);
}
