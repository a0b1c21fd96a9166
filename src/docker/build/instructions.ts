import { NumError, readInt } from '../go/strconv.ts';
import { DurationError, parseDuration } from '../go/time.ts';
import type { Dockerfile, Line } from './dockerfile.ts';
import { BuildError } from './error.ts';
import { jsonWords, splitWords } from './words.ts';

/** A stage: a FROM and what follows it. */
export interface Stage {
  /** As it was written, not expanded. */
  readonly base: string;
  /** In lower case; empty without `AS`. */
  readonly name: string;
  readonly platform: string;
  readonly from: Line;
  readonly lines: readonly Line[];
}

const NAMES = [
  'ADD',
  'ARG',
  'CMD',
  'COPY',
  'ENTRYPOINT',
  'ENV',
  'EXPOSE',
  'FROM',
  'HEALTHCHECK',
  'LABEL',
  'MAINTAINER',
  'ONBUILD',
  'RUN',
  'SHELL',
  'STOPSIGNAL',
  'USER',
  'VOLUME',
  'WORKDIR',
];

const FLAGS: Readonly<Record<string, readonly string[]>> = {
  ADD: ['chown', 'chmod', 'link', 'keep-git-dir', 'checksum', 'exclude'],
  COPY: ['chown', 'from', 'chmod', 'link', 'exclude'],
  FROM: ['platform'],
  HEALTHCHECK: ['interval', 'timeout', 'start-period', 'start-interval', 'retries'],
  RUN: ['mount', 'network', 'security'],
};
const SWITCHES = ['link', 'keep-git-dir'];

/** The value of a flag of a line; the last one if it is there more than once. */
export function flagOf(line: Line, name: string): string | undefined {
  return flagsOf(line, name).at(-1);
}

export function flagsOf({ flags }: Line, name: string): readonly string[] {
  return flags
    .filter((flag) => flag === name || flag.startsWith(`${name}=`))
    .map((flag) => (flag === name ? 'true' : flag.slice(name.length + 1)));
}

/**
 * Checks every instruction and finds the stages (BuildKit frontend/dockerfile/parser and instructions).
 * @throws {BuildError}
 */
export function readStages({ lines, escapeToken }: Dockerfile): {
  readonly globals: readonly Line[];
  readonly stages: readonly Stage[];
} {
  for (const line of lines) if (line.name === 'ENV' || line.name === 'LABEL') pairs(line, escapeToken);
  const globals: Line[] = [];
  const stages: { base: string; name: string; platform: string; from: Line; lines: Line[] }[] = [];
  for (const line of lines) {
    checkLine(line, escapeToken);
    if (line.name === 'FROM') stages.push({ ...readFrom(line, escapeToken), from: line, lines: [] });
    else if (stages.length > 0) stages.at(-1)!.lines.push(line);
    else if (line.name === 'ARG') globals.push(line);
    else throw new BuildError('no build stage in current context', line.location);
  }
  if (stages.length === 0) throw new BuildError('dockerfile contains no stages to build');
  return { globals, stages };
}

function parseError(line: Line, message: string): BuildError {
  return new BuildError(`dockerfile parse error on line ${line.location.start}: ${message}`, line.location);
}

function readFrom(line: Line, escapeToken: string): { base: string; name: string; platform: string } {
  const words = splitWords(line.text, escapeToken);
  const named = words.length === 3 && words[1]!.toLowerCase() === 'as';
  if (!(words.length === 1 || named)) throw parseError(line, 'FROM requires either one or three arguments');
  const name = (words[2] ?? '').toLowerCase();
  if (named && !/^[a-z][a-z0-9-_.]*$/.test(name))
    throw parseError(
      line,
      `invalid name for build stage: ${JSON.stringify(words[2])}, name can't start with a number or contain symbols`,
    );
  return { base: words[0]!, name, platform: flagOf(line, 'platform') ?? '' };
}

/** `(did you mean X?)`, for a name that is like another (Levenshtein's distance below 3). */
export function suggestion(given: string, options: readonly string[]): string {
  let best = 3;
  let found = '';
  for (const option of options) {
    const distance = levenshtein(given.toLowerCase(), option.toLowerCase());
    if (distance > 0 && distance < best) [best, found] = [distance, option];
  }
  return found === '' ? '' : ` (did you mean ${found}?)`;
}

function levenshtein(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length]!;
}

const ONE = ['STOPSIGNAL', 'USER', 'WORKDIR', 'MAINTAINER'];
const SOME = ['ENV', 'LABEL', 'EXPOSE', 'VOLUME', 'ARG', 'HEALTHCHECK', 'ONBUILD', 'SHELL'];

function checkLine(line: Line, escapeToken: string): void {
  const { name, text } = line;
  if (!NAMES.includes(name)) throw parseError(line, `unknown instruction: ${line.keyword}${suggestion(name, NAMES)}`);
  const json = jsonWords(text);
  if (name === 'ONBUILD') {
    checkTrigger(line);
    return;
  }
  if (ONE.includes(name) && text === '') throw parseError(line, `${name} requires exactly one argument`);
  const empty = text === '' || (json?.length === 0 && (name === 'VOLUME' || name === 'SHELL'));
  if (SOME.includes(name) && empty) throw parseError(line, `${name} requires at least one argument`);
  checkFlags(line);
  switch (name) {
    case 'ADD':
    case 'COPY': {
      const words = [...(json ?? splitWords(text, escapeToken))];
      if (words.length < 2)
        throw parseError(
          line,
          `${name} requires at least two arguments, but only one was provided. Destination could not be determined`,
        );
      break;
    }
    case 'ENV':
      if (pairs(line, escapeToken).some(([key]) => key === '')) throw parseError(line, 'ENV names can not be blank');
      break;
    case 'LABEL':
      if (pairs(line, escapeToken).some(([key]) => key === '')) throw parseError(line, 'LABEL names can not be blank');
      break;
    case 'ARG':
      if (splitWords(text, escapeToken).some((word) => word.startsWith('=')))
        throw parseError(line, 'ARG names can not be blank');
      break;
    case 'VOLUME':
      if ((json ?? splitWords(text, escapeToken)).some((path) => path.trim() === ''))
        throw parseError(line, 'VOLUME specified can not be an empty string');
      break;
    case 'SHELL':
      if (!json) throw parseError(line, 'SHELL requires the arguments to be in JSON form');
      break;
    case 'HEALTHCHECK':
      readHealthcheck(line);
      break;
  }
}

function checkFlags(line: Line): void {
  const known = FLAGS[line.name] ?? [];
  for (const flag of line.flags) {
    const equals = flag.indexOf('=');
    const name = equals < 0 ? flag : flag.slice(0, equals);
    if (!known.includes(name)) throw parseError(line, `unknown flag: --${name}${suggestion(name, known)}`);
    if (equals < 0 && !SWITCHES.includes(name)) throw parseError(line, `missing a value on flag: --${name}`);
  }
}

function checkTrigger(line: Line): void {
  const trigger = line.text.split(/\s+/)[0]!.toUpperCase();
  if (trigger === '') throw parseError(line, 'ONBUILD requires at least one argument');
  if (trigger === 'ONBUILD') throw parseError(line, "Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed");
  if (trigger === 'MAINTAINER' || trigger === 'FROM')
    throw parseError(line, `${trigger} isn't allowed as an ONBUILD trigger`);
}

/** `KEY=VALUE …` or `KEY VALUE`, not expanded. @throws {BuildError} */
export function pairs(line: Line, escapeToken: string): readonly (readonly [key: string, value: string])[] {
  const { name, text, location } = line;
  if (text === '') return [];
  const words = splitWords(text, escapeToken);
  if (!words[0]!.includes('=')) {
    const match = /^(\S+)\s+([\s\S]*)$/.exec(text);
    if (!match) throw new BuildError(`${name} must have two arguments`, location);
    return [[match[1]!, match[2]!]];
  }
  return words.map((word) => {
    const equals = word.indexOf('=');
    if (equals < 0)
      throw new BuildError(
        `Syntax error - can't find = in ${JSON.stringify(word)}. Must be of the form: name=value`,
        location,
      );
    return [word.slice(0, equals), word.slice(equals + 1)];
  });
}

/** Is it the old form, `ENV KEY VALUE`? */
export function isLegacyPair({ text }: Line, escapeToken: string): boolean {
  return !splitWords(text, escapeToken)[0]?.includes('=');
}

/** What HEALTHCHECK says; times in nanoseconds. */
export interface Health {
  readonly Test: readonly string[];
  readonly Interval: number;
  readonly Timeout: number;
  readonly StartPeriod: number;
  readonly StartInterval: number;
  readonly Retries: number;
}

/** @throws {BuildError} */
export function readHealthcheck(line: Line): Health {
  const [kind = '', rest = ''] = line.text.split(/\s+([\s\S]*)/);
  const duration = (name: string): number => {
    const text = flagOf(line, name);
    if (text === undefined) return 0;
    try {
      const value = parseDuration(text);
      if (value !== 0 && value < 1e6)
        throw parseError(line, `Interval ${JSON.stringify(name)} cannot be less than 1ms`);
      return value;
    } catch (error) {
      if (error instanceof DurationError) throw parseError(line, error.message);
      throw error;
    }
  };
  const none = { Interval: 0, Timeout: 0, StartPeriod: 0, StartInterval: 0, Retries: 0 };
  if (kind.toUpperCase() === 'NONE') {
    if (rest !== '') throw parseError(line, 'HEALTHCHECK NONE takes no arguments');
    return { Test: ['NONE'], ...none };
  }
  if (kind.toUpperCase() !== 'CMD')
    throw parseError(line, `Unknown type ${JSON.stringify(kind.toUpperCase())} in HEALTHCHECK (try CMD)`);
  const words = jsonWords(rest);
  if (rest.trim() === '' || words?.length === 0) throw parseError(line, 'Missing command after HEALTHCHECK CMD');
  return {
    Test: words ? ['CMD', ...words] : ['CMD-SHELL', rest],
    Interval: duration('interval'),
    Timeout: duration('timeout'),
    StartPeriod: duration('start-period'),
    StartInterval: duration('start-interval'),
    Retries: retries(line),
  };
}

function retries(line: Line): number {
  const text = flagOf(line, 'retries');
  if (text === undefined) return 0;
  try {
    const value = readInt(text, 10);
    if (value < 0) throw parseError(line, `--retries cannot be negative (${text})`);
    return value;
  } catch (error) {
    if (error instanceof NumError)
      throw parseError(
        line,
        `strconv.ParseInt: parsing ${JSON.stringify(text)}: ${error.message.replace(/^strconv\.\w+: parsing "[^"]*": /, '')}`,
      );
    throw error;
  }
}
