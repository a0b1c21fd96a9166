import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { belongings } from './belongings.ts';
import { Connection, type EngineFacts, greet } from './connection.ts';
import { type Endpoint, isRemote, resolveEndpoint } from './endpoint.ts';
import { REPLAY_LABEL } from './guard/label.ts';
import { tagged } from './guard/objects.ts';

/** What the doctor found: sentences; `well` when nothing stands in a replay's way. */
export interface Diagnosis {
  readonly well: boolean;
  readonly endpoint?: string;
  readonly engine?: EngineFacts;
  /** What there is. */
  readonly good: readonly string[];
  /** What the engine or this machine lacks for the course, and how to get it. */
  readonly lacking: readonly string[];
  /** What is worth knowing. */
  readonly remarks: readonly string[];
}

const run = promisify(execFile);

/** Looks at the engine that the docker command would use. Changes nothing. */
export async function examine(
  images: readonly string[],
  { via, disposable }: { readonly via?: string | undefined; readonly disposable?: boolean | undefined },
): Promise<Diagnosis> {
  let endpoint: Endpoint;
  let connection: Connection;
  let engine: EngineFacts;
  try {
    endpoint = resolveEndpoint();
    connection = new Connection(endpoint);
    engine = await greet(connection);
  } catch (error) {
    return { well: false, good: [], lacking: [(error as Error).message], remarks: [] };
  }
  const good: string[] = [];
  const lacking: string[] = [];
  const remarks: string[] = [];
  await lookForImages(connection, images, good, lacking);
  await lookForCommands(via, engine, good, lacking, remarks);
  await lookAround(connection, endpoint, engine, remarks);
  const others = await belongings(connection);
  if (others.length > 0) {
    const shown = `${others.slice(0, 5).join(', ')}${others.length > 5 ? ' …' : ''}`;
    if (disposable) lacking.push(`It is not disposable: it has ${shown}.`);
    else remarks.push(`It holds what the guard keeps safe: ${shown}. Lessons that prune are left out.`);
  }
  return {
    well: lacking.length === 0,
    endpoint: `${endpoint.host} (from ${endpoint.from})`,
    engine,
    good,
    lacking,
    remarks,
  };
}

async function lookForImages(
  connection: Connection,
  images: readonly string[],
  good: string[],
  lacking: string[],
): Promise<void> {
  const there: string[] = [];
  for (const image of images)
    if (await connection.json('GET', `/images/${encodeURIComponent(tagged(image))}/json`)) there.push(image);
    else lacking.push(`The image ${image} is missing: docker pull ${image}`);
  if (there.length > 0) good.push(`Images: ${there.join(', ')}.`);
}

/** The commands where a scenario's bash would run. */
async function lookForCommands(
  via: string | undefined,
  engine: EngineFacts,
  good: string[],
  lacking: string[],
  remarks: string[],
): Promise<void> {
  const script = `docker version -f '{{.Client.Version}}' 2>/dev/null | head -n 1; docker compose version --short 2>/dev/null || echo; docker buildx version 2>/dev/null || echo; id -u`;
  let rows: readonly string[];
  try {
    const [program, args] = via ? ['sh', ['-c', `${via} "$@"`, 'sh', '-c', script]] : ['bash', ['-c', script]];
    rows = (await run(program as string, args as string[])).stdout.split('\n');
  } catch {
    lacking.push(
      via ? `No bash answers through ${via}.` : 'There is no bash on this machine, and scenarios run in one.',
    );
    return;
  }
  const [client = '', compose = '', buildx = '', uid = ''] = rows;
  if (client === '') lacking.push('There is no docker command: install the docker CLI.');
  else good.push(`The docker command, ${client}.`);
  if (client !== '' && minor(client) !== minor(engine.version))
    remarks.push(
      `The docker command is ${client} and the engine ${engine.version}: some messages may differ for that reason.`,
    );
  if (compose === '') lacking.push('Compose is missing: install the docker-compose-plugin.');
  else good.push(`Compose ${compose}.`);
  if (buildx === '') lacking.push('Buildx is missing: install the docker-buildx-plugin.');
  else good.push(`Buildx ${/v?(\d[\d.]*)/.exec(buildx)?.[1] ?? ''}.`);
  if (uid !== '0') remarks.push('You are not root: lessons that use sudo can not be replayed here, all others can.');
}

/** What is to be expected of an engine of another version than the simulated one's; nothing for the same. */
export function otherVersion({ version }: Pick<EngineFacts, 'version'>): readonly string[] {
  if (version.startsWith('28.')) return [];
  return [`The simulated engine speaks as Docker 28.5. This one is ${version}: some messages may differ.`];
}

async function lookAround(
  connection: Connection,
  endpoint: Endpoint,
  engine: EngineFacts,
  remarks: string[],
): Promise<void> {
  remarks.push(...otherVersion(engine));
  if (isRemote(endpoint)) remarks.push(`The engine is on another machine: a replay needs --host-ok ${engine.name}.`);
  const info = await connection.json<{ SecurityOptions?: string[] | null; Driver?: string; OSType?: string }>(
    'GET',
    '/info',
  );
  if (info?.OSType !== 'linux') remarks.push(`The engine runs ${info?.OSType} containers; the course needs linux.`);
  if ((info?.SecurityOptions ?? []).some((option) => option.includes('rootless')))
    remarks.push('The engine is rootless: files of containers belong to other users there than the course says.');
  const filters = encodeURIComponent(JSON.stringify({ label: [REPLAY_LABEL] }));
  const left = await connection.json<{ Names: string[] }[]>('GET', `/containers/json?all=1&filters=${filters}`);
  if (left && left.length > 0)
    remarks.push(
      `An earlier replay left: ${left.map(({ Names }) => (Names[0] ?? '').slice(1)).join(', ')}. Or one is at work now.`,
    );
}

const minor = (version: string) => version.split('.').slice(0, 2).join('.');
