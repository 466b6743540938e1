// npm run serve: for real use, on a PostgreSQL server of your own. server/main.ts refuses what is not safe.
import { ensureInstalled, ensureWeb, giveUp, runInPlace } from './lib/prepare.mjs';

if (!process.env.DATABASE_URL) {
  giveUp(
    '正式运行需要自己的 PostgreSQL：请设置 DATABASE_URL（例如 postgres://用户:密码@主机:5432/baogong）。体验示例请用 npm start。',
    'Real use needs a PostgreSQL server of your own: set DATABASE_URL (such as postgres://user:password@host:5432/baogong). To try the example, use npm start.',
  );
}
await ensureInstalled();
await ensureWeb();
runInPlace('server/main.ts', [], { env: { BAOGONG_MODE: 'serve' } });
