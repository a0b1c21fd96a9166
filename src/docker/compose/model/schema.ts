import schema from './schema.json' with { type: 'json' };
import { ComposeError, type Dict, isDict, isList, type Value } from './tree.ts';

/** What the compose specification's schema uses of JSON Schema. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly enum?: readonly Value[];
  readonly required?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  readonly uniqueItems?: boolean;
  readonly definitions?: Readonly<Record<string, Schema>>;
}

/** A complaint about a place; with causes it only leads to them. */
interface Fault {
  readonly path: readonly string[];
  readonly message: string;
  /** Weighs more than another complaint at the same depth. */
  readonly extra: boolean;
  readonly causes: readonly Fault[];
}

const ROOT = schema as unknown as Schema;

const typeOf = (value: Value): string =>
  value === null
    ? 'null'
    : isList(value)
      ? 'array'
      : isDict(value)
        ? 'object'
        : typeof value === 'number'
          ? Number.isInteger(value)
            ? 'integer'
            : 'number'
          : typeof value;

const humanType = (type: string) => (type === 'object' ? 'mapping' : type);

function humanTypes(types: readonly string[]): string {
  if (types.length === 1) return humanType(types[0]!);
  const sorted = types.map(humanType).sort();
  return `${sorted.slice(0, -1).join(', ')} or ${sorted.at(-1)}`;
}

const quoted = (names: readonly string[]) => names.map((name) => `'${name}'`).join(', ');
const shown = (value: Value) => (typeof value === 'string' ? `'${value}'` : JSON.stringify(value));

function check(value: Value, given: Schema, path: readonly string[]): readonly Fault[] {
  const target = given.$ref === undefined ? given : (ROOT.definitions?.[given.$ref.split('/').pop()!] ?? {});
  const faults: Fault[] = [];
  const say = (message: string, extra = false, causes: readonly Fault[] = []) =>
    void faults.push({ path, message, extra, causes });
  const types = target.type === undefined ? [] : [target.type].flat();
  const type = typeOf(value);
  if (types.length > 0 && !types.includes(type) && !(type === 'integer' && types.includes('number'))) {
    say(`must be a ${humanTypes(types)}`);
    return faults;
  }
  if (target.enum && !target.enum.includes(value))
    say(
      target.enum.length === 1
        ? `value must be ${shown(target.enum[0]!)}`
        : `value must be one of ${target.enum.map(shown).join(', ')}`,
    );
  if (isDict(value)) checkDict(value, target, path, faults, say);
  if (isList(value)) checkItems(value, target, path, faults, say);
  if (typeof value === 'string' && target.pattern !== undefined && !new RegExp(target.pattern).test(value))
    say(`'${value}' does not match pattern '${target.pattern}'`);
  if (typeof value === 'number') {
    if (target.minimum !== undefined && value < target.minimum)
      say(`must be greater than or equal to ${target.minimum}`);
    if (target.maximum !== undefined && value > target.maximum) say(`must be less than or equal to ${target.maximum}`);
  }
  if (target.oneOf) {
    const results = target.oneOf.map((each) => check(value, each, path));
    const good = results.flatMap((each, index) => (each.length === 0 ? [index] : []));
    if (good.length === 0) say('oneOf failed, none matched', false, results.flat());
    else if (good.length > 1) say(`oneOf failed, subschemas ${good[0]}, ${good[1]} matched`);
  }
  return faults;
}

type Say = (message: string, extra?: boolean) => void;

function checkDict(value: Dict, target: Schema, path: readonly string[], faults: Fault[], say: Say): void {
  const missing = (target.required ?? []).filter((name) => !Object.hasOwn(value, name));
  if (missing.length > 0) say(`missing ${missing.length === 1 ? 'property' : 'properties'} ${quoted(missing)}`);
  const additional: string[] = [];
  for (const [name, item] of Object.entries(value)) {
    const own = target.properties?.[name];
    const patterns = Object.entries(target.patternProperties ?? {}).filter(([pattern]) =>
      new RegExp(pattern).test(name),
    );
    if (own) faults.push(...check(item, own, [...path, name]));
    for (const [, each] of patterns) faults.push(...check(item, each, [...path, name]));
    if (own || patterns.length > 0) continue;
    if (target.additionalProperties === false) additional.push(name);
    else if (typeof target.additionalProperties === 'object')
      faults.push(...check(item, target.additionalProperties, [...path, name]));
  }
  if (additional.length > 0) say(`additional properties ${quoted(additional)} not allowed`, true);
}

function checkItems(value: readonly Value[], target: Schema, path: readonly string[], faults: Fault[], say: Say): void {
  if (target.items)
    value.forEach((item, index) => {
      faults.push(...check(item, target.items!, [...path, String(index)]));
    });
  if (!target.uniqueItems) return;
  const seen = value.map((item) => JSON.stringify(item));
  const second = seen.findIndex((item, index) => seen.indexOf(item) < index);
  if (second >= 0) say(`items at ${seen.indexOf(seen[second]!)} and ${second} are equal`);
}

const weight = ({ path, extra }: Fault) => path.length + (extra ? 1 : 0);

/** The deepest complaint; of equals the first. */
function mostSpecific(fault: Fault): Fault {
  if (fault.causes.length === 0) return fault;
  return fault.causes.map(mostSpecific).reduce((best, each) => (weight(each) > weight(best) ? each : best));
}

/** Checks a model against the compose specification. @throws {ComposeError} */
export function validateSchema(model: Dict, file: string): void {
  const faults = check(model, ROOT, []);
  if (faults.length === 0) return;
  const { path, message } = mostSpecific({ path: [], message: '', extra: false, causes: faults });
  throw new ComposeError(`validating ${file}: ${path.join('.')} ${message}`);
}
