import type { BuildMessage, BuildRequest } from '../../engine/api.ts';
import { bytesOf, type Message, messages, numberOf, readMessage, strings } from '../protobuf.ts';

/*
 * What a real BuildKit tells of a build, as the port tells it: lines of JSON, most of which carry a StatusResponse
 * (moby/buildkit, api/services/control/control.proto). BuildKit's steps have names like `[v3 2/2] RUN …`.
 */

/** A line of `POST /build`. */
export interface BuildLine {
  readonly id?: string;
  readonly aux?: string | { readonly ID?: string };
  readonly error?: string;
}

const STEPS = { source: 'FROM', exec: 'RUN', copy: '(?:COPY|ADD)', mkdir: 'WORKDIR', context: 'COPY' } as const;

/** Turns lines into messages. It remembers which step is which vertex. */
export function buildTrace({ Vertexes }: BuildRequest): (line: BuildLine) => readonly BuildMessage[] {
  const steps = new Map<string, number | 'export'>();
  let image: string | undefined;
  let failed: number | 'export' = 'export';

  const vertexOf = (name: string): number | 'export' | undefined => {
    if (name === 'exporting to image') return 'export';
    const [, number, what = ''] = /^\[v(\d+) [^\]]*\] (.*)$/s.exec(name) ?? [];
    const vertex = number === undefined ? undefined : Vertexes[Number(number)];
    return vertex && new RegExp(`^${STEPS[vertex.Op.Type]}\\b`).test(what) ? Number(number) : undefined;
  };

  /** Vertex: 1 digest, 3 name, 4 cached, 5 started, 6 completed, 7 error. */
  const step = (told: Message): readonly BuildMessage[] => {
    const [digest = ''] = strings(told, 1);
    const Vertex = vertexOf(strings(told, 3)[0] ?? '');
    const Started = timeOf(told, 5);
    if (Vertex === undefined || Started === undefined) return [];
    steps.set(digest, Vertex);
    const Completed = timeOf(told, 6);
    const [problem] = strings(told, 7);
    if (problem) failed = Vertex;
    const Cached = numberOf(told, 4) === 1;
    return [
      {
        Type: 'vertex',
        Vertex,
        Started,
        ...(Completed !== undefined && { Completed }),
        ...(Cached && { Cached }),
        ...(problem && { Error: problem }),
      },
    ];
  };

  /** VertexLog: 1 vertex, 2 time, 4 text. */
  const log = (told: Message): readonly BuildMessage[] => {
    const vertex = steps.get(strings(told, 1)[0] ?? '');
    if (typeof vertex !== 'number') return [];
    return [{ Type: 'log', Vertex: vertex, Data: bytesOf(told, 4), Time: timeOf(told, 2) ?? 0 }];
  };

  return ({ id, aux, error }) => {
    if (error !== undefined) {
      const Message = error.replace(/^(failed to solve: |ERROR: )+/, '');
      return [
        { Type: 'error', Vertex: failed, Message: /context canceled/.test(Message) ? 'context canceled' : Message },
      ];
    }
    if (id === 'moby.image.id' && typeof aux === 'object') {
      image = aux.ID;
      return image === undefined ? [] : [{ Type: 'done', Image: image }];
    }
    if (id !== 'moby.buildkit.trace' || typeof aux !== 'string') return [];
    const status = readMessage(Buffer.from(aux, 'base64'));
    return [...messages(status, 1).flatMap(step), ...messages(status, 3).flatMap(log)];
  };
}

/** A Timestamp (1 seconds, 2 nanoseconds) in milliseconds. */
function timeOf(message: Message, field: number): number | undefined {
  const [time] = messages(message, field);
  return time && numberOf(time, 1) * 1000 + numberOf(time, 2) / 1e6;
}
