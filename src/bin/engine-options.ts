import { imagesAskedFor } from '../docker/build/bases.ts';
import { belongings, Connection, type EngineFacts, greet, isRemote, resolveEndpoint } from '../real/index.ts';
import type { ReplayOptions } from '../replay/replay.ts';

/** Options that name a real engine and what may be done with it. */
export const ENGINE_OPTIONS = {
  via: { type: 'string' },
  scratch: { type: 'string' },
  disposable: { type: 'boolean', default: false },
  'host-ok': { type: 'string' },
  pull: { type: 'boolean', default: false },
  yes: { type: 'boolean', default: false },
  limit: { type: 'string', default: '60' },
} as const;

export const ENGINE_USAGE = `  --via CMD       run the scenario's bash through CMD, which runs bash with what is added to it
  --scratch DIR   make the scenario's folder in DIR; the engine must see it under the same path (default: $TMPDIR or /tmp)
  --disposable    allow prunes and everything else, on an engine on which there is nothing of others
  --host-ok NAME  use an engine on another machine, if it is the machine NAME
  --pull          pull images that the engine lacks
  --yes           don't ask before a scenario from elsewhere
  --limit N       kill a command that takes longer than N seconds (default 60)
`;

/** The values of {@link ENGINE_OPTIONS}. */
export interface EngineValues {
  readonly via?: string | undefined;
  readonly scratch?: string | undefined;
  readonly disposable: boolean;
  readonly 'host-ok'?: string | undefined;
  readonly pull: boolean;
  readonly yes: boolean;
  readonly limit: string;
}

/**
 * The engine that the docker command would use, if it may be used.
 * @throws {Error} with a sentence for a person.
 */
export async function chosenEngine(values: EngineValues): Promise<{ connection: Connection; engine: EngineFacts }> {
  const endpoint = resolveEndpoint();
  const connection = new Connection(endpoint);
  const engine = await greet(connection);
  if (isRemote(endpoint) && values['host-ok'] !== engine.name)
    throw new Error(
      `The engine at ${endpoint.host} (from ${endpoint.from}) is on another machine, ${engine.name}. If that is the one you mean, say --host-ok ${engine.name}.`,
    );
  if (values.disposable) {
    const others = await belongings(connection);
    if (others.length > 0)
      throw new Error(
        `--disposable is for an engine without anything of others. This one has ${others.slice(0, 5).join(', ')}${others.length > 5 ? ' …' : ''}.`,
      );
  }
  return { connection, engine };
}

/** What the options say, for a replay. */
export function replayOptions(
  { via, scratch, disposable, pull, limit }: EngineValues,
  connection: Connection,
  signal: AbortSignal,
): ReplayOptions {
  const place = { ...(via !== undefined && { via }), ...(scratch !== undefined && { scratch }) };
  return { connection, ...place, disposable, pull, limit: Number(limit), imagesAskedFor, signal };
}

/** A signal that Ctrl-C and its like give. */
export function interruption(): AbortSignal {
  const abort = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => abort.abort());
  return abort.signal;
}

/** What a command's words say; undefined if all is told already: its help, or what is wrong with them. */
export function understood<Parsed extends { readonly values: { readonly help: boolean; readonly limit: string } }>(
  parse: () => Parsed,
  help: string,
  usageError: (message: string) => void,
): Parsed | undefined {
  let parsed: Parsed;
  try {
    parsed = parse();
  } catch (error) {
    usageError((error as Error).message);
    return undefined;
  }
  const { help: asked, limit } = parsed.values;
  if (asked) process.stdout.write(help);
  else if (Number(limit) > 0) return parsed;
  else usageError(`--limit takes a number of seconds, not ${limit}`);
  return undefined;
}
