import { readFileSync } from 'node:fs';

/** Clock ticks of /proc/PID/stat: USER_HZ, 100 on every Linux that Node runs on. */
const TICKS_A_SECOND = 100;
/** A chain longer than this is not a start-up of ours. */
const LONGEST_START_SECONDS = 10;

interface ProcessEntry {
  parent: number;
  startedSeconds: number;
  words: string[];
}

function readProcess(pid: number): ProcessEntry | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may hold spaces: fields are counted after it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split(/[\0 ]/);
    return { parent: Number(fields[1]), startedSeconds: Number(fields[19]) / TICKS_A_SECOND, words };
  } catch {
    return null;
  }
}

/** npx, the shell it uses and bin/baogong.mjs: each has this command's own words, and no other command beside it. */
function isLauncher(entry: ProcessEntry): boolean {
  const [program = '', first = '', second = ''] = entry.words;
  const line = entry.words.join(' ');
  if (!/\bbaogong\b/.test(line) || !/\broute\b/.test(line) || /[;&|]/.test(line)) return false;
  if (program === 'npm' || program === 'npx') return true;
  if (/(^|\/)(ba|da)?sh$/.test(program)) return first === '-c' && /(^|\/)'?baogong'?$/.test(second);
  return /(^|\/)node$/.test(program) && /(baogong|baogong\.mjs|npx-cli\.js|npm-cli\.js|\/npx|\/npm)$/.test(first);
}

/**
 * Milliseconds since the command was given: from this process's start, and where /proc tells it also from the start of the launchers above
 * it, so that a time limit holds for whoever waits at the terminal.
 */
export function millisecondsSinceLaunch(): number {
  const own = performance.now();
  const self = readProcess(process.pid);
  if (self === null) return own;
  let earliest = self.startedSeconds;
  for (let entry = readProcess(self.parent); entry !== null && isLauncher(entry); entry = readProcess(entry.parent)) {
    earliest = Math.min(earliest, entry.startedSeconds);
  }
  const before = self.startedSeconds - earliest;
  return before > 0 && before < LONGEST_START_SECONDS ? own + before * 1000 : own;
}
