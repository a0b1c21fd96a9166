import * as v from 'valibot';
import type { Check, Explain, FileGoal, MountGoal, Predict } from './lesson.ts';
import type { Place } from './probe.ts';

/*
 * What an author may write, and the words that the manual and the error messages have for it.
 */

const described = <Schema extends v.GenericSchema>(schema: Schema, text: string) => v.pipe(schema, v.description(text));

/** A mapping with these keys and no others; its messages name the keys. */
function mapping<const Entries extends v.ObjectEntries>(entries: Entries) {
  const keys = Object.keys(entries).join(', ');
  return v.strictObject(entries, (issue) => {
    if (issue.expected === 'never') return `unknown key ${issue.received}; expected ${keys}`;
    if (issue.expected?.startsWith('"')) return `expected the key ${issue.expected}`;
    return `expected a mapping with ${keys}`;
  });
}

const sentence = v.pipe(v.string('expected text'), v.trim(), v.nonEmpty('expected some text'));
const strings = v.union(
  [
    v.array(v.string()),
    v.pipe(
      v.string(),
      v.transform((one) => [one]),
    ),
  ],
  'expected text or a list',
);
const flag = v.boolean('expected true or false');

const name = v.pipe(
  v.string('expected a name'),
  v.regex(/^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/, 'expected a name as Docker allows it, at least two characters'),
);
const imageName = v.pipe(
  v.string('expected an image'),
  v.regex(/^[a-z0-9][a-z0-9._/:-]*$/, 'expected an image, as busybox'),
);

/** The mapping between `---` lines at the top of lesson.md. */
export const FRONT_MATTER = mapping({
  title: described(sentence, 'What one can do afterwards, in a few words.'),
  summary: described(sentence, 'One sentence for the list of lessons.'),
  part: described(v.optional(sentence), 'The part of the course; neighbours with the same part are shown together.'),
  minutes: described(
    v.pipe(v.number('expected a number'), v.integer(), v.minValue(1), v.maxValue(30, 'expected at most 30 minutes')),
    'How long it takes; five to ten is best.',
  ),
  images: described(v.optional(v.array(imageName), []), 'The images that it uses.'),
  teaches: described(v.optional(v.array(sentence), []), 'The statements or commands that it shows.'),
  user: described(
    v.optional(v.picklist(['learner', 'root'], 'expected learner or root'), 'learner'),
    'Who types; learner if left out.',
  ),
  start: described(
    v.optional(
      v.record(
        v.pipe(v.string(), v.regex(/^(~|)\/[^/]/, 'expected a path that begins with ~/ or /')),
        v.string('expected the text of the file'),
        'expected a mapping of paths to texts',
      ),
      {},
    ),
    'Files that the host starts with: path (`~/` is the home), then its text. Many files go into `host/` instead.',
  ),
});

const octal = v.pipe(
  v.union([v.string(), v.number()], 'expected a mode as 644'),
  v.transform(String),
  v.regex(/^0?[0-7]{3,4}$/, 'expected a mode in octal, as 644'),
  v.transform((mode) => mode.replace(/^0(?=[0-7]{3})/, '')),
);
const owner = v.pipe(
  v.union([v.string(), v.number()], 'expected an owner as 1000:1000'),
  v.transform(String),
  v.regex(/^(\d+|root|learner)(:(\d+|root|learner))?$/, 'expected an owner as 1000, 1000:1000, root or learner'),
);

const FILE_GOAL = {
  path: described(sentence, 'Where it is. On the host `~` is the learner’s home.'),
  absent: described(v.optional(flag), 'It must not be there.'),
  type: described(
    v.optional(v.picklist(['file', 'directory', 'symlink'], 'expected file, directory or symlink')),
    'What it must be.',
  ),
  contains: described(v.optional(strings), 'Text, or a list of texts, that the file must hold.'),
  equals: described(v.optional(v.string()), 'The whole text of the file; line breaks at its end do not count.'),
  mode: described(v.optional(octal), 'Permission bits in octal, in quotes: "644".'),
  owner: described(v.optional(owner), 'uid, uid:gid, root or learner.'),
  'tar-has': described(
    v.optional(strings),
    'A name, or names, that the archive must hold (gzip or not). `./x` is `x`; `**/x` is x at any depth.',
  ),
};

type FileFields = v.InferOutput<v.ObjectSchema<typeof FILE_GOAL, undefined>>;

/** The goal proper: without the place, and without what was not asked for. */
function fileGoal({ 'tar-has': tarHas, ...rest }: FileFields): FileGoal {
  return given({ ...rest, tarHas });
}

/** Leaves out what is undefined. */
function given<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}

const MOUNT = v.pipe(
  mapping({
    destination: described(sentence, 'The path in the container.'),
    type: described(v.optional(v.picklist(['volume', 'bind', 'tmpfs'], 'expected volume, bind or tmpfs')), 'Its kind.'),
    source: described(v.optional(sentence), 'The volume’s name or the host path (`~` is the learner’s home).'),
    rw: described(v.optional(flag), 'Writable or not.'),
  }),
  v.transform((mount): MountGoal => given(mount)),
);

/** `notes exists`, `notes absent`: short for a mapping. */
function short<const State extends string>(states: readonly State[]) {
  const form = `expected \`NAME ${states.join('|')}\` or a mapping`;
  return v.pipe(
    v.string(form),
    v.transform((text) => text.trim().split(/\s+/)),
    v.check(([first, state, more]) => !!first && states.includes(state as State) && !more, form),
    v.transform(([first, state]) => ({ name: first!, state: state as State })),
  );
}

const VOLUME = v.union(
  [
    v.pipe(
      short(['exists', 'absent']),
      v.transform(({ name, state }): Check => given({ kind: 'volume', name, absent: state === 'absent' || undefined })),
    ),
    v.pipe(
      mapping({
        name: described(name, 'The volume.'),
        absent: described(v.optional(flag), 'It must not be there.'),
        labels: described(v.optional(v.record(v.string(), v.string())), 'Labels that it must have.'),
      }),
      v.transform((fields): Check => given({ kind: 'volume', ...fields })),
    ),
  ],
  'expected `NAME exists|absent` or a mapping with name, absent, labels',
);

const STATES = ['created', 'running', 'paused', 'exited'] as const;

const CONTAINER = v.union(
  [
    v.pipe(
      short(['exists', 'absent', ...STATES]),
      v.transform(({ name, state }): Check => {
        const kind = 'container';
        if (state === 'exists') return { kind, name };
        return state === 'absent' ? { kind, name, absent: true } : { kind, name, state };
      }),
    ),
    v.pipe(
      mapping({
        name: described(name, 'The container.'),
        absent: described(v.optional(flag), 'It must not be there.'),
        state: described(v.optional(v.picklist(STATES, `expected ${STATES.join(', ')}`)), 'Its state.'),
        'exit-code': described(v.optional(v.pipe(v.number(), v.integer())), 'The exit code of its last run.'),
        image: described(v.optional(imageName), 'The image it was made from.'),
        mount: described(v.optional(MOUNT), 'A mount that it must have.'),
        'read-only': described(v.optional(flag), 'Made with --read-only, or not.'),
      }),
      v.transform(
        ({ 'exit-code': exitCode, 'read-only': readOnly, ...rest }): Check =>
          given({ kind: 'container', ...rest, exitCode, readOnly }),
      ),
    ),
  ],
  `expected \`NAME exists|absent|${STATES.join('|')}\` or a mapping with name, state, exit-code, image, mount, read-only`,
);

const IMAGE = v.pipe(
  short(['exists', 'absent']),
  v.transform(({ name, state }): Check => given({ kind: 'image', name, absent: state === 'absent' || undefined })),
);

const count = v.pipe(v.number('expected a number'), v.integer('expected a whole number'), v.minValue(0));

const VOLUMES = v.pipe(
  mapping({
    named: described(v.optional(count), 'How many have a name that somebody chose.'),
    anonymous: described(v.optional(count), 'How many have an id for a name.'),
  }),
  v.check(({ named, anonymous }) => named !== undefined || anonymous !== undefined, 'expected named or anonymous'),
  v.transform((fields): Check => given({ kind: 'volumes', ...fields })),
);

const FILE = v.pipe(
  mapping({
    volume: described(v.optional(name), 'Look in this volume; the path begins at its root.'),
    container: described(v.optional(name), 'Look in this container, as it sees its files.'),
    ...FILE_GOAL,
  }),
  v.check(
    ({ volume, container }) => (volume === undefined) !== (container === undefined),
    'expected volume or container, one of them',
  ),
  v.transform(({ volume, container, ...goal }): Check => {
    const place: Place = volume !== undefined ? { volume } : { container: container! };
    return { kind: 'file', place, ...fileGoal(goal) };
  }),
);

const HOST = v.pipe(
  mapping(FILE_GOAL),
  v.transform((goal): Check => ({ kind: 'file', place: { host: true }, ...fileGoal(goal) })),
);

const say = described(v.optional(sentence), 'The goal in your words, when the made ones do not fit.');
const KINDS = ['volume', 'container', 'image', 'volumes', 'file', 'host'] as const;

/** One item of a check block: a mapping with one of `volume`, `container`, `image`, `volumes`, `file`, `host`; perhaps `say`. */
export const CHECK = v.pipe(
  mapping({
    volume: described(v.optional(VOLUME), 'A volume: `notes exists`, `notes absent`, or a mapping.'),
    container: described(v.optional(CONTAINER), 'A container: `web running`, `web absent`, or a mapping.'),
    image: described(v.optional(IMAGE), 'An image: `nginx exists` or `nginx absent`.'),
    volumes: described(v.optional(VOLUMES), 'How many volumes there are.'),
    file: described(v.optional(FILE), 'A path in a volume or a container.'),
    host: described(v.optional(HOST), 'A path on the host.'),
    say,
  }),
  v.check((check) => KINDS.filter((kind) => check[kind]).length === 1, `expected one of ${KINDS.join(', ')}`),
  v.transform(({ say: words, ...check }): Check => {
    const goal = KINDS.map((kind) => check[kind]).find((found) => found !== undefined)!;
    return words === undefined ? goal : { ...goal, say: words };
  }),
);

/** ```yaml check: goal states that hold together. */
export const CHECKS = v.pipe(
  v.array(CHECK, 'expected a list: each line begins with `- `'),
  v.minLength(1, 'expected a check'),
);

/** ```yaml hint: shown one at a time, when asked for. */
export const HINTS = v.pipe(
  v.array(sentence, 'expected a list: each line begins with `- `'),
  v.minLength(1, 'expected a hint'),
  v.maxLength(2, 'expected two hints at most: a nudge, then the way'),
);

const OPTIONS = v.pipe(
  v.array(
    mapping({
      text: described(sentence, 'An answer.'),
      when: described(CHECK, 'The goal state in which this answer was right.'),
    }),
    'expected a list of options',
  ),
  v.minLength(2, 'expected at least two options'),
);

const FOLDER = v.pipe(
  mapping({
    volume: described(v.optional(name), 'In this volume; the path begins at its root.'),
    container: described(v.optional(name), 'In this container, as it sees its files.'),
    path: described(v.optional(sentence, '/'), 'The folder; without volume or container it is one of the host.'),
  }),
  v.check(
    ({ volume, container }) => volume === undefined || container === undefined,
    'expected volume or container, not both',
  ),
);

/** ```yaml predict: a question before the commands run. */
export const PREDICT = v.pipe(
  mapping({
    question: described(sentence, 'What will happen?'),
    options: described(v.optional(OPTIONS), 'The answers; the first whose `when` holds after the step is right.'),
    many: described(v.optional(flag), 'Any number of answers may be right, and each whose `when` holds is.'),
    names: described(
      v.optional(v.pipe(v.array(sentence, 'expected a list of names'), v.minLength(2, 'expected at least two names'))),
      'Instead of options: names to choose from. Right are those that lie in the folder `in` after the step.',
    ),
    in: described(v.optional(FOLDER), 'The folder where the names are looked for.'),
  }),
  v.check(({ options, names }) => (options === undefined) !== (names === undefined), 'expected options or names'),
  v.check(({ names, in: folder }) => (names === undefined) === (folder === undefined), 'expected in beside names'),
  v.check(({ names, many }) => names === undefined || many === undefined, 'expected many beside options only'),
  v.transform(({ question, options, many, names, in: folder }): Predict => {
    if (options) return { question, ...(many && { many }), options };
    return {
      question,
      many: true,
      options: names!.map((each) => ({ text: `\`${each}\``, when: lies(each, folder!) })),
    };
  }),
);

/** The goal state that a name lies in a folder. */
function lies(entry: string, { volume, container, path }: v.InferOutput<typeof FOLDER>): Check {
  const place: Place = volume !== undefined ? { volume } : container !== undefined ? { container } : { host: true };
  return { kind: 'file', place, path: `${path.replace(/\/$/, '')}/${entry}` };
}

/** ```yaml explain: the why, after the deed. */
export const EXPLAINS = v.pipe(
  v.array(
    v.pipe(
      mapping({
        text: described(sentence, 'What has happened and why.'),
        when: described(v.optional(CHECK), 'Say it as soon as this holds; without it, when the step is done.'),
      }),
      v.transform((fields): Explain => given(fields)),
    ),
    'expected a list: each item has text, and perhaps when',
  ),
  v.minLength(1, 'expected an explanation'),
);
