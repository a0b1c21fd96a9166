import type { Op, Sys } from '../../../os/index.ts';
import { CliError } from '../../errors.ts';
import { readFile, statOf } from '../../files.ts';
import { absolute, base, dir, join } from '../../go/path.ts';
import { canonical, services, setDefaults, validateModel } from './canonical.ts';
import { checkConsistency } from './check.ts';
import { readDotenv } from './dotenv.ts';
import { interpolate } from './interpolate.ts';
import { enforceUnicity, extend, merge } from './merge.ts';
import type { Project, Service } from './project.ts';
import { normalize, resolveEnvironment, resolvePaths } from './resolve.ts';
import { validateSchema } from './schema.ts';
import { decode } from './structs.ts';
import type { Lookup } from './template.ts';
import { ComposeError, type Dict, isDict, isList, sprint, type Value } from './tree.ts';
import { notAMap, readYaml } from './yaml-read.ts';

/** What the command line says of the project. */
export interface ProjectOptions {
  readonly files: readonly string[];
  readonly directory: string;
  readonly name: string;
  readonly profiles: readonly string[];
  readonly envFiles: readonly string[];
  readonly interpolate?: boolean;
  readonly normalize?: boolean;
  readonly resolvePaths?: boolean;
  readonly consistency?: boolean;
  /** Keep resources that no service uses. */
  readonly all?: boolean;
  readonly warn: (message: string) => void;
}

const DEFAULTS = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];
const OVERRIDES = [
  'compose.override.yml',
  'compose.override.yaml',
  'docker-compose.override.yml',
  'docker-compose.override.yaml',
];

/** Where the project is, what its files are and which variables it sees. */
export interface Place {
  readonly workingDir: string;
  readonly files: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

const exists = (sys: Sys, path: string): boolean => statOf(sys, path) !== undefined;
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** The default files, here or in a folder above. */
function findFiles(sys: Sys, options: ProjectOptions): readonly string[] {
  for (let folder = options.directory === '' ? sys.cwd : absolute(sys.cwd, options.directory); ; folder = dir(folder)) {
    const found = DEFAULTS.filter((name) => exists(sys, join(folder, name))).map((name) => join(folder, name));
    if (found.length > 0) {
      const [file] = found;
      if (found.length > 1) {
        options.warn(`Found multiple config files with supported names: ${found.join(', ')}`);
        options.warn(`Using ${file}`);
      }
      const over = OVERRIDES.filter((name) => exists(sys, join(folder, name))).map((name) => join(folder, name));
      if (over.length > 1) {
        options.warn(`Found multiple override files with supported names: ${over.join(', ')}`);
        options.warn(`Using ${over[0]}`);
      }
      return [file!, ...over.slice(0, 1)];
    }
    if (folder === '/' || options.directory !== '') return [];
  }
}

/** @throws {CliError} {@link ComposeError} */
export function* findPlace(sys: Sys, options: ProjectOptions): Op<Place> {
  const own: Record<string, string> = { ...sys.env };
  const folder = (files: readonly string[]) =>
    options.directory !== ''
      ? absolute(sys.cwd, options.directory)
      : files.length > 0 && files[0] !== '-'
        ? dir(absolute(sys.cwd, files[0]!))
        : sys.cwd;
  const listed = (names: readonly string[]) => names.map((name) => (name === '-' ? name : absolute(sys.cwd, name)));
  let files = listed(options.files);
  if (files.length === 0 && own.COMPOSE_FILE) files = listed(own.COMPOSE_FILE.split(own.COMPOSE_PATH_SEPARATOR || ':'));
  const early = files.length > 0 ? folder(files) : dir(findFiles(sys, { ...options, warn: () => undefined })[0] ?? '');
  const start = early === '.' ? folder([]) : early;
  const environment = yield* readEnvFiles(sys, options, start, own);
  if (files.length === 0 && environment.COMPOSE_FILE)
    files = listed(environment.COMPOSE_FILE.split(environment.COMPOSE_PATH_SEPARATOR || ':'));
  if (files.length === 0) files = [...findFiles(sys, options)];
  return { workingDir: files.length > 0 ? folder(files) : start, files, environment };
}

function* readEnvFiles(
  sys: Sys,
  options: ProjectOptions,
  folder: string,
  own: Readonly<Record<string, string>>,
): Op<Record<string, string>> {
  const named = options.envFiles.length > 0 ? options.envFiles : (own.COMPOSE_ENV_FILES?.split(',') ?? []);
  const files = named.length > 0 ? named.map((file) => absolute(sys.cwd, file)) : [join(folder, '.env')];
  const read: Record<string, string> = {};
  for (const file of files) {
    const stat = statOf(sys, file);
    if (!stat) {
      if (named.length > 0) throw new ComposeError(`couldn't find env file: ${file}`);
      continue;
    }
    if (stat.type === 'directory') {
      if (named.length > 0) throw new ComposeError(`${file} is a directory`);
      continue;
    }
    try {
      Object.assign(
        read,
        readDotenv(text(yield* readFile(sys, file)), (name) => own[name] ?? read[name]),
      );
    } catch (error) {
      if (error instanceof ComposeError) throw new ComposeError(`failed to read ${file}: ${error.message}`);
      throw error;
    }
  }
  return { ...read, ...own };
}

/** A project's name as it may be: lower case letters, digits, hyphens and underscores. */
export function normalizeName(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9_-]/g, '')
    .replace(/^[_-]+/, '');
}

function checkName(name: string): string {
  if (normalizeName(name) === name) return name;
  throw new ComposeError(
    `invalid project name ${JSON.stringify(name)}: must consist only of lowercase alphanumeric characters, hyphens, and underscores as well as start with a letter or number`,
  );
}

/** The name that was given on the command line or in the environment. @throws {ComposeError} */
export function givenName(options: ProjectOptions, { environment }: Place): string | undefined {
  const given = options.name || environment.COMPOSE_PROJECT_NAME;
  return given ? checkName(given) : undefined;
}

/** The model of the project's files, canonical. @throws {CliError} {@link ComposeError} */
export function* loadModel(
  sys: Sys,
  options: ProjectOptions,
  place: Place,
): Op<{ readonly model: Dict; readonly name: string; readonly environment: Readonly<Record<string, string>> }> {
  if (place.files.length === 0) throw new ComposeError('no configuration file provided: not found');
  const documents: { readonly file: string; readonly raw: readonly Value[] }[] = [];
  for (const file of place.files) {
    const content = file === '-' ? yield* readStdin(sys) : text(yield* readFile(sys, file));
    documents.push({ file, raw: readYaml(content, file) });
  }
  const lookup: Lookup = (name) => environment[name];
  const unset = (name: string) => {
    options.warn(`The ${JSON.stringify(name)} variable is not set. Defaulting to a blank string.`);
  };
  let environment: Record<string, string> = { ...place.environment };
  let name = givenName(options, place);
  if (name === undefined) {
    const named = documents
      .flatMap(({ raw }) => raw)
      .flatMap((raw) => (isDict(raw) && raw.name !== undefined ? [sprint(raw.name)] : []))
      .at(-1);
    const own =
      named === undefined ? '' : normalizeName(sprint(interpolate({ name: named }, lookup, () => undefined).name!));
    name = own || normalizeName(base(place.workingDir));
  }
  environment = { ...environment, COMPOSE_PROJECT_NAME: name };
  const loader = { sys, options, lookup, unset, folder: place.workingDir };
  let model: Dict = {};
  for (const { file, raw } of documents)
    for (const document of raw) model = yield* loadDocument(loader, model, document, file, []);
  setDefaults(model);
  validateModel(model);
  if (options.resolvePaths ?? true) resolvePaths(model, place.workingDir, environment.HOME);
  resolveEnvironment(model, lookup);
  if (Object.keys(model).length === 0) throw new ComposeError('empty compose file');
  if (name === '') throw new ComposeError('project name must not be empty');
  if (options.normalize ?? true) {
    model.name = name;
    normalize(model, name, lookup);
  }
  return { model, name, environment };
}

function* readStdin(sys: Sys): Op<string> {
  let all = '';
  const decoder = new TextDecoder();
  for (;;) {
    const data = yield* sys.read(0);
    if (data.length === 0) return all;
    all += decoder.decode(data, { stream: true });
  }
}

interface Loader {
  readonly sys: Sys;
  readonly options: ProjectOptions;
  readonly lookup: Lookup;
  readonly unset: (name: string) => void;
  readonly folder: string;
}

/** One document over the model so far. @throws {ComposeError} */
function* loadDocument(loader: Loader, model: Dict, raw: Value, file: string, included: readonly string[]): Op<Dict> {
  if (!isDict(raw)) {
    if (raw === null) return model;
    throw new ComposeError(notAMap(raw));
  }
  const wanted = loader.options.interpolate ?? true;
  const own = wanted ? interpolate(raw, loader.lookup, loader.unset) : raw;
  yield* applyExtends(loader, own, file);
  let merged = model;
  if (own.include !== undefined) merged = yield* applyInclude(loader, merged, own, file, included);
  merged = enforceUnicity(merge(merged, own)) as Dict;
  validateSchema(merged, file);
  if ('version' in merged) {
    loader.options.warn(
      `${file}: the attribute \`version\` is obsolete, it will be ignored, please remove it to avoid potential confusion`,
    );
    delete merged.version;
  }
  for (const section of ['volumes', 'networks', 'secrets', 'configs'])
    for (const [name, resource] of Object.entries((merged[section] ?? {}) as Dict))
      if (isDict(resource) && isDict(resource.external ?? null))
        loader.options.warn(`${section}.${name}: external.name is deprecated. Please set name and external: true`);
  return enforceUnicity(canonical(merged, !wanted)) as Dict;
}

function* applyInclude(loader: Loader, model: Dict, own: Dict, file: string, included: readonly string[]): Op<Dict> {
  let merged = model;
  const includes = isList(own.include ?? null) ? (own.include as Value[]) : [];
  delete own.include;
  for (const item of includes) {
    const paths = isDict(item) ? [item.path ?? ''].flat().map((path) => sprint(path as Value)) : [sprint(item)];
    for (const path of paths) {
      const target = absolute(loader.folder, path);
      if (target === file || included.includes(target))
        throw new ComposeError(
          `include cycle detected:\n${[file, ...included].join('\n include ')}\n include ${target}`,
        );
      const folder =
        isDict(item) && item.project_directory ? absolute(loader.folder, sprint(item.project_directory)) : dir(target);
      let part: Dict = {};
      for (const document of readYaml(text(yield* readFile(loader.sys, target)), target))
        part = yield* loadDocument({ ...loader, folder }, part, document, target, [...included, file]);
      resolvePaths(part, folder, loader.lookup('HOME'));
      merged = merge(merged, part);
    }
  }
  return merged;
}

function* applyExtends(loader: Loader, model: Dict, file: string): Op<void> {
  if (!('services' in model)) return;
  const own = model.services!;
  if (!isDict(own)) throw new ComposeError('services must be a mapping');
  for (const [name, service] of Object.entries(own))
    if (service !== null && !isDict(service)) throw new ComposeError(`services.${name} must be a mapping`);
  for (const name of Object.keys(own)) own[name] = yield* extended(loader, own, name, file, []);
}

function* extended(loader: Loader, all: Dict, name: string, file: string, seen: readonly string[]): Op<Value> {
  const service = all[name] ?? null;
  if (!isDict(service) || service.extends === undefined) return service;
  const reference = service.extends;
  const baseName = isDict(reference) ? sprint(reference.service ?? '') : sprint(reference ?? '');
  const other = isDict(reference) && reference.file !== undefined ? sprint(reference.file) : undefined;
  const key = `${file}:${name}`;
  if (seen.includes(key))
    throw new ComposeError(
      `Circular reference:\n  ${seen.map((each) => `${each.split(':').pop()} in ${each.slice(0, each.lastIndexOf(':'))}`).join('\n  extends ')}\n  extends ${name} in ${file}`,
    );
  let found: Value | undefined;
  if (other === undefined)
    found = baseName in all ? yield* extended(loader, all, baseName, file, [...seen, key]) : undefined;
  else {
    const target = absolute(loader.folder, other);
    const [document = null] = readYaml(text(yield* readFile(loader.sys, target)), target);
    const dict = isDict(document) ? interpolate(document, loader.lookup, loader.unset) : {};
    const services = isDict(dict.services ?? null) ? (dict.services as Dict) : {};
    found =
      baseName in services
        ? yield* extended({ ...loader, folder: dir(target) }, services, baseName, target, [...seen, key])
        : undefined;
    if (isDict(found ?? null)) {
      const part = canonical({ services: { [baseName]: structuredClone(found as Dict) } }, true);
      resolvePaths(part, dir(target), loader.lookup('HOME'));
      found = (part.services as Dict)[baseName]!;
    }
  }
  if (found === undefined || !isDict(found))
    throw new ComposeError(
      `cannot extend service ${JSON.stringify(name)} in ${file}: service ${JSON.stringify(baseName)} not found${other === undefined ? '' : ` in ${absolute(loader.folder, other)}`}`,
    );
  const { extends: _, ...rest } = service;
  const copy = structuredClone(found);
  return extend(copy, rest as Dict);
}

const section = <T>(model: Dict, name: string, struct: string): Record<string, T> =>
  Object.fromEntries(
    Object.entries((model[name] ?? {}) as Dict)
      .filter(([key]) => !key.startsWith('x-') || isDict((model[name] as Dict)[key] ?? null))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => [key, decode(value, struct, `${name}[${key}]`) as unknown as T]),
  );

export function serviceOf(name: string, raw: Dict): Service {
  return { ...raw, name, raw } as unknown as Service;
}

/**
 * Loads the project as every command does that works with its files.
 * @throws {CliError} {@link ComposeError}
 */
export function* loadProject(sys: Sys, options: ProjectOptions): Op<Project> {
  const place = yield* findPlace(sys, options);
  const { model, name, environment } = yield* loadModel(sys, options, place);
  const decoded = section<Dict>(model, 'services', 'service');
  const chosen = options.profiles.length > 0 ? options.profiles : (environment.COMPOSE_PROFILES ?? '').split(',');
  const active = chosen.flatMap((profile) => profile.split(',')).filter((profile) => profile !== '');
  const all = Object.entries(decoded).map(([key, raw]) => serviceOf(key, raw));
  const enabled = ({ profiles = [] }: Service) =>
    profiles.length === 0 || active.includes('*') || profiles.some((profile) => active.includes(profile));
  const byName = (list: readonly Service[]) => Object.fromEntries(list.map((service) => [service.name, service]));
  const project: Project = {
    name,
    workingDir: place.workingDir,
    files: place.files,
    services: byName(all.filter(enabled)),
    disabled: byName(all.filter((service) => !enabled(service))),
    networks: section(model, 'networks', 'network'),
    volumes: section(model, 'volumes', 'volume'),
    secrets: section(model, 'secrets', 'object'),
    configs: section(model, 'configs', 'object'),
    extensions: Object.fromEntries(Object.entries(model).filter(([key]) => key.startsWith('x-'))),
    environment,
  };
  if (options.consistency ?? true) checkConsistency(project);
  const resolved = yield* resolveServices(sys, project);
  return options.all ? resolved : withoutUnused(resolved);
}

/** The variables of services, with those of their files under them. @throws {ComposeError} */
function* resolveServices(sys: Sys, project: Project): Op<Project> {
  const services: Record<string, Service> = {};
  for (const service of Object.values(project.services)) {
    const fromFiles: Record<string, string> = {};
    for (const entry of service.env_file ?? []) {
      const { path, required } = typeof entry === 'string' ? { path: entry, required: true } : entry;
      if (!exists(sys, path)) {
        if (required) throw new CliError(`env file ${path} not found: stat ${path}: no such file or directory`);
        continue;
      }
      try {
        const lookup: Lookup = (key) => project.environment[key] ?? service.environment?.[key] ?? fromFiles[key];
        Object.assign(fromFiles, readDotenv(text(yield* readFile(sys, path)), lookup));
      } catch (error) {
        if (error instanceof ComposeError) throw new ComposeError(`failed to read ${path}: ${error.message}`);
        throw error;
      }
    }
    const own = Object.fromEntries(
      Object.entries(service.environment ?? {}).map(([key, value]) => [key, value ?? project.environment[key] ?? null]),
    );
    const environment = { ...fromFiles, ...own };
    const { env_file: _, environment: __, ...rest } = service.raw;
    const raw = decode({ ...rest, ...(Object.keys(environment).length > 0 && { environment }) } as Dict, 'service');
    services[service.name] = serviceOf(service.name, raw);
  }
  return { ...project, services };
}

/** Only the networks, volumes, secrets and configurations that the services use. */
export function withoutUnused(project: Project): Project {
  const used = Object.values(project.services);
  const keep = <T>(all: Readonly<Record<string, T>>, names: readonly string[]): Record<string, T> =>
    Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)));
  return {
    ...project,
    networks: keep(
      project.networks,
      used.flatMap(({ networks }) => Object.keys(networks ?? {})),
    ),
    volumes: keep(
      project.volumes,
      used.flatMap(({ volumes = [] }) =>
        volumes.flatMap(({ type, source }) => (type === 'volume' && source ? [source] : [])),
      ),
    ),
    secrets: keep(
      project.secrets,
      used.flatMap(({ secrets = [] }) => secrets.map(({ source }) => source)),
    ),
    configs: keep(
      project.configs,
      used.flatMap(({ configs = [] }) => configs.map(({ source }) => source)),
    ),
  };
}

export { services as modelServices };
