import type { Connection } from './connection.ts';

/** What an engine holds that is not a replay's: nothing, if it may be called disposable. */
export async function belongings(connection: Connection): Promise<readonly string[]> {
  const containers = await connection.json<{ Names: string[] }[]>('GET', '/containers/json?all=1');
  const volumes = await connection.json<{ Volumes: { Name: string }[] | null }>('GET', '/volumes');
  const networks = await connection.json<{ Name: string }[]>('GET', '/networks');
  return [
    ...(containers ?? []).map(({ Names }) => `container ${(Names[0] ?? '').slice(1)}`),
    ...(volumes?.Volumes ?? []).map(({ Name }) => `volume ${Name}`),
    ...(networks ?? [])
      .filter(({ Name }) => !['bridge', 'host', 'none'].includes(Name))
      .map(({ Name }) => `network ${Name}`),
  ];
}
