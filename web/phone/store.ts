/** IndexedDB of the phone pages: what waits to be sent, what was last read, and what is not finished yet. */
const name = 'baogong-phone';
const stores = ['outbox', 'reads', 'drafts'] as const;
type Store = (typeof stores)[number];

let opened: Promise<IDBDatabase> | null = null;

function open(): Promise<IDBDatabase> {
  opened ??= new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(name, 2);
    request.onupgradeneeded = () => {
      const there = request.result.objectStoreNames;
      for (const store of stores) if (!there.contains(store)) request.result.createObjectStore(store);
    };
    request.onsuccess = () => {
      // a newer version in another tab must not wait for this one
      request.result.onversionchange = () => {
        request.result.close();
        opened = null;
      };
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  }).catch((failure: unknown) => {
    opened = null;
    throw failure;
  });
  return opened;
}

/** `act` in one transaction; resolves when it is safely written. */
async function inStore<T>(
  store: Store,
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(store, mode, { durability: 'strict' });
    const request = act(transaction.objectStore(store));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error ?? request.error);
    transaction.onerror = () => reject(transaction.error ?? request.error);
  });
}

export const put = (store: Store, key: string, value: unknown): Promise<unknown> =>
  inStore(store, 'readwrite', (at) => at.put(value, key));
export const take = (store: Store, key: string): Promise<unknown> => inStore(store, 'readonly', (at) => at.get(key));
export const remove = (store: Store, key: string): Promise<unknown> =>
  inStore(store, 'readwrite', (at) => at.delete(key));
export const keys = (store: Store): Promise<IDBValidKey[]> => inStore(store, 'readonly', (at) => at.getAllKeys());
/** everything in the order of the keys */
export const all = (store: Store): Promise<unknown[]> => inStore(store, 'readonly', (at) => at.getAll());
