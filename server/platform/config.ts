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
  provider?: ProviderConfig | null;
  /** addresses or networks of the reverse proxies in front, comma-separated; loopback unless given */
  trustedProxies?: string | null;
  /** a plan is made by itself whenever the data changes; BAOGONG_FORECASTS=off leaves that to people */
  forecasts: boolean;
  /** an OSRM server that gives distances by road; null: the crow's way × 1.3 where no file says better */
  osrmUrl?: string | null;
}

/** An identity provider (OpenID Connect) that users may sign in at, beside their password. */
export interface ProviderConfig {
  issuer: string;
  clientId: string;
  clientSecret: string | null;
  /** as the sign-in page names it */
  name: string;
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
    } else if (!isSafe(env.PUBLIC_URL)) {
      problems.push({
        variable: 'PUBLIC_URL',
        zh: '地址应以 https:// 开头：浏览器只在加密连接上保存登录状态',
        en: 'the address begins with https://: browsers keep the sign-in on encrypted connections only',
      });
    }
  }
  const provider = readProvider(env, problems);
  const osrmUrl = readOsrm(env, problems);
  return {
    config: {
      mode,
      // The demonstration signs people in with one click, so nothing but this machine may reach it.
      host: mode === 'demonstration' ? '127.0.0.1' : (env.HOST ?? '0.0.0.0'),
      port,
      publicUrl: env.PUBLIC_URL?.replace(/\/$/, '') ?? null,
      secret: secret || demonstrationSecret,
      logLevel: env.LOG_LEVEL ?? 'info',
      trustedProxies: env.TRUSTED_PROXIES ?? null,
      provider,
      forecasts: env.BAOGONG_FORECASTS !== 'off',
      osrmUrl,
    },
    problems,
  };
}

/** A server of the house's own network: plain HTTP is usual there. */
function readOsrm(env: Record<string, string | undefined>, problems: ConfigProblem[]): string | null {
  const url = env.OSRM_URL?.trim();
  if (!url) return null;
  if (!URL.canParse(url) || !['http:', 'https:'].includes(new URL(url).protocol)) {
    problems.push({
      variable: 'OSRM_URL',
      zh: '请写 OSRM 服务的地址，例如 http://osrm.example.gov.cn:5000；不用时不要设置',
      en: 'give the address of an OSRM server, such as http://osrm.example.gov.cn:5000, or leave it out',
    });
  }
  return url.replace(/\/$/u, '');
}

/** https, or plain HTTP on this machine. */
function isSafe(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname));
}

function readProvider(env: Record<string, string | undefined>, problems: ConfigProblem[]): ProviderConfig | null {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId } = env;
  if (!issuer) return null;
  if (!isSafe(issuer)) {
    problems.push({
      variable: 'OIDC_ISSUER',
      zh: '统一身份认证的地址应以 https:// 开头',
      en: 'the issuer’s address begins with https://',
    });
  }
  if (!clientId) {
    problems.push({
      variable: 'OIDC_CLIENT_ID',
      zh: '请设置统一身份认证分配给本系统的客户端标识',
      en: 'set the client id that the identity provider gave to this system',
    });
  }
  return {
    issuer,
    clientId: clientId ?? '',
    clientSecret: env.OIDC_CLIENT_SECRET || null,
    name: env.OIDC_NAME || '统一身份认证',
  };
}
