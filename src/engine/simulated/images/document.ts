import { digest } from '../../../images/index.ts';
import type { ContainerConfig } from '../../api.ts';
import type { ImageRecord } from '../state.ts';

/*
 * An image's configuration document (OCI image-spec, config.md): its digest is the image's id. It is written as Go
 * writes JSON, fields without a value left out.
 */

/** A configuration that says nothing, its fields in Docker's order. */
export const NO_CONFIG: ContainerConfig = {
  Hostname: '',
  Domainname: '',
  User: '',
  AttachStdin: false,
  AttachStdout: false,
  AttachStderr: false,
  Tty: false,
  OpenStdin: false,
  StdinOnce: false,
  Env: null,
  Cmd: null,
  Image: '',
  Volumes: null,
  WorkingDir: '',
  Entrypoint: null,
  OnBuild: null,
  Labels: {},
};

/** JSON as Go's encoder writes it: `<`, `>` and `&` are escaped. */
export function goJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Fields without a value are left out. */
function given(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([, value]) => value !== undefined && value !== null && value !== '' && value !== false,
    ),
  );
}

export const idOf = (document: string): string => `sha256:${digest(document)}`;

/** The document of an image. */
export function documentOf(image: Omit<ImageRecord, 'Id' | 'lastTagTime' | 'document' | 'parent'>): string {
  return goJson({
    ...given({ author: image.author }),
    architecture: image.architecture ?? 'amd64',
    config: given(image.config),
    created: image.created,
    ...given({ docker_version: image.dockerVersion }),
    history: image.history.map(({ created, createdBy, comment, size }) => ({
      created,
      ...given({ created_by: createdBy, comment, empty_layer: size === undefined }),
    })),
    os: 'linux',
    rootfs: { type: 'layers', diff_ids: image.layers },
  });
}

/** A document as far as an engine reads it. */
export interface ImageDocument {
  readonly architecture?: string;
  readonly author?: string;
  readonly config?: Readonly<Record<string, unknown>> | null;
  readonly created?: string;
  readonly docker_version?: string;
  readonly history?: readonly {
    readonly created?: string;
    readonly created_by?: string;
    readonly comment?: string;
    readonly empty_layer?: boolean;
  }[];
  readonly os?: string;
  readonly rootfs?: { readonly diff_ids?: readonly string[] | null };
}

/** The fields of a configuration that an image keeps, in the order of their names. `true`: null when there is no value. */
const FIELDS: readonly (readonly [name: string, always: boolean])[] = [
  ['ArgsEscaped', false],
  ['Cmd', true],
  ['Entrypoint', true],
  ['Env', true],
  ['ExposedPorts', false],
  ['Healthcheck', false],
  ['Labels', true],
  ['OnBuild', true],
  ['Shell', false],
  ['StopSignal', false],
  ['User', true],
  ['Volumes', true],
  ['WorkingDir', true],
];

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A configuration with the fields and nulls that inspect shows. */
export function inspectConfig(config: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    FIELDS.flatMap(([name, always]): [string, unknown][] => {
      const value = name === 'Healthcheck' ? sorted(config[name]) : config[name];
      if (value !== undefined && value !== null && value !== '') return [[name, value]];
      return always ? [[name, name === 'User' || name === 'WorkingDir' ? '' : null]] : [];
    }),
  );
}
