// Finds a Chromium for the browser tests, or gets one. Plain JavaScript: `npm test` runs it on any Node.
import { execFileSync, spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const applications = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** The browser's program, or null: CHROMIUM_PATH, then the machine's own, then Playwright's cache. */
export async function findChromium() {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (isProgram(named)) return named;
    throw new Error(
      `CHROMIUM_PATH 指向的 ${named} 不是可执行文件 / CHROMIUM_PATH names ${named}, which is not a program`,
    );
  }
  const folders = (process.env.PATH ?? '').split(delimiter).concat('/usr/bin');
  const candidates = names.flatMap((name) => folders.map((folder) => join(folder, name))).concat(applications);
  const own = candidates.find(isProgram);
  if (own) return own;
  const { chromium } = await import('playwright-core');
  const cached = chromium.executablePath();
  return cached && isProgram(cached) ? cached : null;
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Finds or installs: with apt where we may, else Playwright's own build into its cache. Chinese fonts come along with apt. */
export async function ensureChromium(checkout, say) {
  const mayInstall = process.getuid?.() === 0 && isDebian();
  const found = await findChromium();
  if (found) {
    if (!hasChineseFont()) {
      if (mayInstall) aptInstall(['fonts-noto-cjk'], say);
      else say('no Chinese font found: screenshots will show boxes (install fonts-noto-cjk)');
    }
    return found;
  }
  if (mayInstall) {
    aptInstall(['chromium', 'fonts-noto-cjk'], say);
    const installed = await findChromium();
    if (installed) return installed;
  }
  say("fetching Playwright's Chromium");
  const cli = join(checkout, 'node_modules', 'playwright-core', 'cli.js');
  execFileSync(process.execPath, [cli, 'install', 'chromium'], { stdio: 'inherit' });
  const fetched = await findChromium();
  if (fetched) return fetched;
  throw new Error('没有可用的 Chromium，请安装后设置 CHROMIUM_PATH / no Chromium: install one and set CHROMIUM_PATH');
}

function isDebian() {
  if (!existsSync('/usr/bin/apt-get')) return false;
  return /^ID(_LIKE)?=.*debian/m.test(readFileSync('/etc/os-release', 'utf8'));
}

function hasChineseFont() {
  if (process.platform !== 'linux') return true;
  const list = spawnSync('fc-list', [':lang=zh'], { encoding: 'utf8' });
  return list.error !== undefined || list.stdout.trim() !== '';
}

function aptInstall(packages, say) {
  say(`installing ${packages.join(' and ')} with apt-get`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...parameters) =>
    spawnSync('apt-get', ['-q', ...parameters], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  apt('update');
  const result = apt('install', '-y', '--no-install-recommends', ...packages);
  if (result.status !== 0) say(`apt-get could not install ${packages.join(' and ')}`);
}
