import pg from 'pg';

export interface Change {
  city: string;
  topics: string[];
}

/** Changes committed anywhere (this server or another on the same database), heard over one LISTEN connection. */
export interface ChangeFeed {
  subscribe(listener: (change: Change) => void): () => void;
  close(): Promise<void>;
}

/** Listens at `url`; reconnects with growing pauses when the connection is lost, and then announces '*' so that listeners refresh. */
export async function listenForChanges(url: string): Promise<ChangeFeed> {
  const listeners = new Set<(change: Change) => void>();
  let client: pg.Client | null = null;
  let closed = false;
  let pause = 250;

  const tell = (change: Change): void => {
    for (const listener of listeners) listener(change);
  };

  async function connect(): Promise<void> {
    const next = new pg.Client({ connectionString: url, application_name: 'baogong-changes', keepAlive: true });
    next.on('notification', (message) => {
      if (message.payload) tell(JSON.parse(message.payload) as Change);
    });
    next.on('error', () => void reconnect(next));
    await next.connect();
    await next.query('listen baogong_changes');
    client = next;
    pause = 250;
  }

  async function reconnect(lost: pg.Client): Promise<void> {
    if (closed || (client !== null && client !== lost)) return;
    client = null;
    await lost.end().catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, pause).unref());
    pause = Math.min(pause * 2, 10_000);
    if (closed) return;
    try {
      await connect();
      tell({ city: '*', topics: ['*'] });
    } catch {
      void reconnect(lost);
    }
  }

  await connect();
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async close() {
      closed = true;
      listeners.clear();
      await client?.end().catch(() => {});
    },
  };
}
