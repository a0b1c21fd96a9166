import type { BuildMount } from '../../engine/index.ts';
import { join } from '../go/path.ts';
import type { Line } from './dockerfile.ts';
import { BuildError } from './error.ts';
import { flagsOf } from './instructions.ts';
import type { Instruction, Node, State } from './stage.ts';
import { jsonWords } from './words.ts';

/** RUN: a vertex that runs a command, with its mounts. @throws {BuildError} */
export function run({ state, line, word, add, note, files, contextPaths }: Instruction): void {
  const { text, heredocs } = line;
  const alone = heredocs.length > 0 && /^<<-?\s*["']?\w+["']?$/.test(text);
  const script = alone
    ? heredocs[0]!.content
    : [text, ...heredocs.map(({ content, name }) => `${content}${name}`)].join('\n');
  const Args = (heredocs.length === 0 ? jsonWords(text) : undefined) ?? [...state.shell, script];
  const inputs: Node[] = [state.node];
  const mounts = flagsOf(line, 'mount').map((spec) => {
    const { mount, from } = readMount(word(spec), line, state);
    if (mount.Type !== 'bind') return { mount, input: undefined };
    if (from === undefined) contextPaths.push(mount.Source ?? '/');
    const [stage, target] = [from, mount.Target].map((name) => JSON.stringify(name));
    inputs.push(
      files(
        from,
        () => `cannot mount from stage ${stage} to ${target}, stage needs to be defined before current command`,
      ),
    );
    return { mount, input: inputs.length - 1 };
  });
  const declared = [...state.args];
  const Env = [
    ...state.config.Env,
    ...declared.flatMap(([name, value]) =>
      value === undefined || state.config.Env.some((entry) => entry.startsWith(`${name}=`)) ? [] : [`${name}=${value}`],
    ),
  ];
  const Cwd = state.config.WorkingDir || '/';
  const User = state.config.User ?? '';
  const node = add(
    (indexes) => ({
      Type: 'exec',
      Input: indexes[0]!,
      Args,
      Env,
      Cwd,
      User,
      Mounts: mounts.map(({ mount, input }) => (input === undefined ? mount : { ...mount, From: indexes[input]! })),
    }),
    inputs,
    JSON.stringify(['exec', Args, Env, Cwd, User, mounts.map(({ mount }) => mount)]),
    true,
  );
  const args =
    declared.length === 0
      ? ''
      : `|${declared.length} ${declared.map(([name, value]) => `${name}=${value ?? ''}`).join(' ')} `;
  note(`RUN ${args}${Args.join(' ')} # buildkit`, node);
}

/** `--mount=type=bind,from=x,source=a,target=b`. */
function readMount(
  spec: string,
  line: Line,
  state: State,
): { readonly mount: BuildMount; readonly from: string | undefined } {
  const fields = new Map(
    spec.split(',').map((part) => {
      const equals = part.indexOf('=');
      return equals < 0 ? [part.toLowerCase(), 'true'] : [part.slice(0, equals).toLowerCase(), part.slice(equals + 1)];
    }),
  );
  const type = fields.get('type') ?? 'bind';
  if (!['bind', 'cache', 'tmpfs', 'secret', 'ssh'].includes(type))
    throw new BuildError(`unsupported mount type ${JSON.stringify(type)}`, line.location);
  if (type === 'secret' || type === 'ssh')
    throw new BuildError(`mount type ${JSON.stringify(type)} is not part of this simulator yet`, line.location);
  const target = fields.get('target') ?? fields.get('dst') ?? fields.get('destination');
  if (target === undefined && type !== 'bind')
    throw new BuildError(`${JSON.stringify('target')} is required for mount type`, line.location);
  const Target = join('/', target?.startsWith('/') ? '' : (state.config.WorkingDir ?? ''), target ?? '');
  const Source = fields.get('source') ?? fields.get('src') ?? '/';
  const ReadOnly = fields.has('ro') || fields.has('readonly');
  if (type === 'tmpfs') return { mount: { Type: 'tmpfs', Target }, from: undefined };
  if (type === 'cache')
    return { mount: { Type: 'cache', Target, ID: fields.get('id') ?? Target, ReadOnly }, from: undefined };
  return { mount: { Type: 'bind', Target, Source }, from: fields.get('from') };
}
