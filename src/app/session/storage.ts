/*
 * Where sessions are kept between visits: IndexedDB, in this browser alone. Losing it loses no more than a session, so
 * a browser that refuses (private windows, full disks) leaves the page working.
 */

/** A machine as it was at a prompt, and what its terminal showed. */
export interface SavedSession {
  readonly bytes: Uint8Array;
  readonly screen: string;
}

export interface SessionStorage {
  load(key: string): Promise<SavedSession | undefined>;
  store(key: string, session: SavedSession): Promise<void>;
  remove(key: string): Promise<void>;
}

const STORE = 'sessions';

export function browserStorage(name = 'drydock'): SessionStorage {
  let opened: Promise<IDBDatabase> | undefined;
  const open = () => {
    opened ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(name, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(STORE);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    return opened;
  };
  const run = async <T>(mode: IDBTransactionMode, use: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> => {
    const transaction = (await open()).transaction(STORE, mode);
    const request = use(transaction.objectStore(STORE));
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
    });
  };
  const tolerant = <T>(work: Promise<T>) => work.catch(() => undefined);
  return {
    load: (key) => tolerant(run<SavedSession | undefined>('readonly', (store) => store.get(key))),
    async store(key, session) {
      await tolerant(run('readwrite', (store) => store.put(session, key)));
    },
    async remove(key) {
      await tolerant(run('readwrite', (store) => store.delete(key)));
    },
  };
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
