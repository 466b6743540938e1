/** What the environment decides. Read once, in main.ts. */
export interface Config {
  /** `demonstration`: example data, one-click sign-in, loopback only; `serve`: real use */
  mode: 'demonstration' | 'serve';
  host: string;
  port: number;
  /** the address people use, for QR codes and the cross-site check; null: the one each request came to */
  publicUrl: string | null;
  /** signs session tokens' hashes and TOTP secrets at rest; in serve mode it must be given */
  secret: string;
  logLevel: string;
  /** a plan is made by itself whenever the data changes; BAOGONG_FORECASTS=off leaves that to people */
  forecasts: boolean;
}

export interface ConfigProblem {
  variable: string;
  zh: string;
  en: string;
}

const demonstrationSecret = 'demonstration-only';

/** Reads the environment; every problem at once, each with what to set. */
export function readConfig(env: Record<string, string | undefined>): { config: Config; problems: ConfigProblem[] } {
  const problems: ConfigProblem[] = [];
  const mode = env.BAOGONG_MODE === 'serve' ? 'serve' : 'demonstration';
  const port = Number(env.PORT ?? 8300);
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    problems.push({ variable: 'PORT', zh: '端口应为 0–65535 的整数', en: 'a port is a whole number from 0 to 65535' });
  }
  const secret = env.BAOGONG_SECRET ?? '';
  if (mode === 'serve') {
    if (secret.length < 32 || secret === demonstrationSecret) {
      problems.push({
        variable: 'BAOGONG_SECRET',
        zh: '请设置至少 32 个字符的随机密钥，例如 openssl rand -hex 32 的输出',
        en: 'set a random secret of at least 32 characters, such as the output of openssl rand -hex 32',
      });
    }
    if (!env.DATABASE_URL) {
      problems.push({
        variable: 'DATABASE_URL',
        zh: '请设置 PostgreSQL 的连接地址',
        en: 'set the address of the PostgreSQL server',
      });
    }
    if (!env.PUBLIC_URL) {
      problems.push({
        variable: 'PUBLIC_URL',
        zh: '请设置用户访问的地址，例如 https://baogong.example.gov.cn',
        en: 'set the address that people use, such as https://baogong.example.gov.cn',
      });
    }
  }
  return {
    config: {
      mode,
      // The demonstration signs people in with one click, so nothing but this machine may reach it.
      host: mode === 'demonstration' ? '127.0.0.1' : (env.HOST ?? '0.0.0.0'),
      port,
      publicUrl: env.PUBLIC_URL?.replace(/\/$/, '') ?? null,
      secret: secret || demonstrationSecret,
      logLevel: env.LOG_LEVEL ?? 'info',
      forecasts: env.BAOGONG_FORECASTS !== 'off',
    },
    problems,
  };
}
