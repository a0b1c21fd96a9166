import type { PackedState, SavedPoint } from '../../machine/wire.ts';

/*
 * Where sessions are kept between visits: IndexedDB, in this browser alone. Losing it loses no more than a session, so
 * a browser that refuses (private windows, full disks) leaves the page working: who stores is told by a rejection.
 */

/** A point of the timeline, and what the terminal showed there. */
export interface KeptPoint extends SavedPoint {
  readonly screen: string;
}

/** A machine as it was when all waited, with its timeline, and what its terminal showed. */
export interface SavedSession {
  readonly machine: Uint8Array;
  readonly screen: string;
  readonly present: number;
  readonly forward: number | undefined;
  /** By their numbers, which grow: a point's parent has a smaller one. */
  readonly points: ReadonlyMap<number, KeptPoint>;
}

/** Rejects when the browser refuses. */
export interface SessionStorage {
  load(key: string): Promise<SavedSession | undefined>;
  store(key: string, session: SavedSession): Promise<void>;
  remove(key: string): Promise<void>;
}

/** The sessions without their points, and the points one by one: of a long session only what is new is written. */
const SESSIONS = 'sessions';
const POINTS = 'points';
const VERSION = 2;

/** `writer`: who wrote it last, as two tabs may hold one session: then the last one's is kept, whole. */
interface StoredSession extends Omit<SavedSession, 'points'> {
  readonly writer: string;
}

/** `onParent`: the screen is the parent's with this text after it. */
interface StoredPoint extends SavedPoint {
  readonly screen: string;
  readonly onParent: boolean;
}

export function browserStorage(name = 'drydock'): SessionStorage {
  const writer = crypto.randomUUID();
  let opened: Promise<IDBDatabase> | undefined;
  /** What this page has stored of each session's points. */
  const stored = new Map<string, ReadonlyMap<number, PackedState>>();

  const open = () => {
    opened ??= openDatabase(name);
    // Another try may find that the browser has come to other thoughts.
    opened.catch(() => {
      opened = undefined;
    });
    return opened;
  };
  const within = async <T>(mode: IDBTransactionMode, use: (stores: Stores) => Promise<T>): Promise<T> => {
    const transaction = (await open()).transaction([SESSIONS, POINTS], mode);
    const done = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
    });
    const [result] = await Promise.all([
      use({ sessions: transaction.objectStore(SESSIONS), points: transaction.objectStore(POINTS) }),
      done,
    ]);
    return result;
  };

  return {
    load: (key) =>
      within('readonly', async ({ sessions, points }) => {
        const [session, all] = await Promise.all([
          answer<StoredSession | undefined>(sessions.get(key)),
          answer<StoredPoint[]>(points.getAll(pointsOf(key))),
        ]);
        if (!session) return undefined;
        const { writer: _, ...rest } = session;
        return { ...rest, points: unfolded(all) };
      }),
    async store(key, { points: all, ...session }) {
      await within('readwrite', async ({ sessions, points }) => {
        const before = await answer<StoredSession | undefined>(sessions.get(key));
        const known = before?.writer === writer ? stored.get(key) : undefined;
        if (!known) points.delete(pointsOf(key));
        for (const id of known?.keys() ?? []) if (!all.has(id)) points.delete([key, id]);
        for (const [id, point] of all) if (known?.get(id) !== point.packed) points.put(folded(point, all), [key, id]);
        sessions.put({ ...session, writer } satisfies StoredSession, key);
      });
      stored.set(key, new Map([...all].map(([id, { packed }]) => [id, packed])));
    },
    async remove(key) {
      stored.delete(key);
      await within('readwrite', async ({ sessions, points }) => {
        sessions.delete(key);
        points.delete(pointsOf(key));
      });
    },
  };
}

interface Stores {
  readonly sessions: IDBObjectStore;
  readonly points: IDBObjectStore;
}

const pointsOf = (key: string) => IDBKeyRange.bound([key], [key, Number.POSITIVE_INFINITY]);

function openDatabase(name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, VERSION);
    request.onupgradeneeded = () => {
      // What an earlier version kept, this one can't read.
      for (const store of request.result.objectStoreNames) request.result.deleteObjectStore(store);
      request.result.createObjectStore(SESSIONS);
      request.result.createObjectStore(POINTS);
    };
    request.onsuccess = () => {
      // A later version of the page, in another tab, goes first.
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error('an earlier version of this page is open in another tab'));
  });
}

function answer<T>(request: IDBRequest): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Most of what a terminal shows at a point, it showed at the one before. */
function folded({ point, packed, screen }: KeptPoint, all: SavedSession['points']): StoredPoint {
  const before = all.get(point.parent ?? 0)?.screen;
  const onParent = before !== undefined && screen.startsWith(before);
  return { point, packed, onParent, screen: onParent ? screen.slice(before.length) : screen };
}

function unfolded(stored: readonly StoredPoint[]): SavedSession['points'] {
  const points = new Map<number, KeptPoint>();
  for (const { point, packed, onParent, screen } of stored) {
    const before = onParent ? (points.get(point.parent ?? 0)?.screen ?? '') : '';
    points.set(point.id, { point, packed, screen: before + screen });
  }
  return points;
}

/** Keeps sessions as long as the page lives. */
export function memoryStorage(): SessionStorage {
  const sessions = new Map<string, SavedSession>();
  return {
    load: async (key) => sessions.get(key),
    async store(key, session) {
      sessions.set(key, session);
    },
    async remove(key) {
      sessions.delete(key);
    },
  };
}
