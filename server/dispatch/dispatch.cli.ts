import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { millisecondsSinceLaunch } from './launch-time.ts';
import { type Instance, InstanceError, readInstance, type SolveResult, solveRoutes } from './routing/index.ts';

const USAGE = 'npx baogong route FILE [--seconds 5] [--seed 1] [--json]';
/** Kept back from the limit for writing the answer and for leaving, on a machine that has nothing else to do. */
const CLOSING_MILLISECONDS = 60;
/** On a busy machine closing takes as many times longer as starting did, within reason. */
const MOST_SLOWDOWN = 10;
const LONGEST_SECONDS = 86_400;

interface RouteArguments {
  file: string;
  seconds: number;
  seed: number;
  json: boolean;
}

/** Something that the caller typed; shown in both languages. */
class UsageError extends Error {
  readonly zh: string;

  constructor(zh: string, en: string) {
    super(en);
    this.zh = zh;
  }
}

/**
 * `baogong route`: reads a CVRPLIB or Solomon file, solves it within the time given (start-up included) and prints the routes with the
 * file's own customer numbers. Exit code 0 = all served, 1 = some could not be, 2 = wrong use or a wrong file.
 */
export async function route(args: string[]): Promise<number> {
  try {
    const given = parseArguments(args);
    const instance = await read(given.file);
    const left = given.seconds * 1000 - millisecondsSinceLaunch() - CLOSING_MILLISECONDS * slowdown();
    const result = solveRoutes(instance.problem, { seconds: Math.max(0, left) / 1000, seed: given.seed });
    process.stdout.write(given.json ? `${JSON.stringify(answer(instance, result))}\n` : table(instance, result));
    for (const line of complaints(instance, result)) process.stderr.write(`${line}\n`);
    return result.unserved.length === 0 ? 0 : 1;
  } catch (error) {
    if (!(error instanceof UsageError) && !(error instanceof InstanceError)) throw error;
    process.stderr.write(`${error.zh}\n${error.message}\n`);
    return 2;
  }
}

/** How many times longer this process has lived than it has worked: 1 when it has a core to itself. */
function slowdown(): number {
  const { user, system } = process.cpuUsage();
  return Math.min(MOST_SLOWDOWN, Math.max(1, (performance.now() * 1000) / (user + system)));
}

function parseArguments(args: string[]): RouteArguments {
  const parse = () =>
    parseArgs({
      args,
      allowPositionals: true,
      options: { seconds: { type: 'string' }, seed: { type: 'string' }, json: { type: 'boolean' } },
    });
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse();
  } catch (error) {
    throw new UsageError(
      `参数有误（${(error as Error).message}）。用法：${USAGE}`,
      `${(error as Error).message}. Usage: ${USAGE}`,
    );
  }
  const { values, positionals } = parsed;
  if (positionals.length !== 1)
    throw new UsageError(`请给出一个文件。用法：${USAGE}`, `Give one file. Usage: ${USAGE}`);
  const seconds = Number(values.seconds ?? '5');
  if (!(seconds > 0 && seconds <= LONGEST_SECONDS)) {
    throw new UsageError(
      `--seconds 应为 0 到 ${LONGEST_SECONDS} 之间的数`,
      `--seconds must be a number above 0, at most ${LONGEST_SECONDS}`,
    );
  }
  const seed = Number(values.seed ?? '1');
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new UsageError('--seed 应为非负整数', '--seed must be a whole number, 0 or more');
  return { file: positionals[0]!, seconds, seed, json: values.json === true };
}

async function read(file: string): Promise<Instance> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? (error as Error).message;
    throw new UsageError(`读不到文件 ${file}（${reason}）`, `Cannot read ${file} (${reason})`);
  }
  return readInstance(text, basename(file));
}

interface Answer {
  cost: number;
  vehicles: number;
  routes: number[][];
  /** Only when somebody is left out. */
  unserved?: Array<{ customer: number; reason: string }>;
}

function answer({ numbers }: Instance, result: SolveResult): Answer {
  const routes = result.routes.map((found) => found.trips.flatMap((trip) => trip.stops.map((stop) => numbers[stop]!)));
  const unserved = result.unserved.map(({ stop, reason }) => ({ customer: numbers[stop]!, reason }));
  return { cost: result.cost, vehicles: routes.length, routes, ...(unserved.length > 0 ? { unserved } : {}) };
}

function table(instance: Instance, result: SolveResult): string {
  const { cost, vehicles, routes } = answer(instance, result);
  const lines = routes.map((stops, index) => `  ${String(index + 1).padStart(4)}  ${stops.join(' ')}`);
  const total = Number.isInteger(cost) ? String(cost) : cost.toFixed(2);
  return [
    `${instance.problem.name}`,
    `总里程 total distance  ${total}`,
    `车辆 vehicles  ${vehicles}`,
    ...lines,
    '',
  ].join('\n');
}

const REASONS: Record<SolveResult['unserved'][number]['reason'], readonly [zh: string, en: string]> = {
  no_vehicle: ['没有车辆', 'there is no vehicle'],
  too_heavy: ['超过任何车辆的载重', 'heavier than any vehicle carries'],
  too_bulky: ['超过任何车辆的容积', 'bulkier than any vehicle carries'],
  fits_no_vehicle: ['没有车辆同时装得下其重量与体积', 'no vehicle carries both its weight and its volume'],
  road_closed: ['道路不通', 'no open road leads there and back'],
  window_unreachable: ['即使直达也赶不上时间窗', 'its window closes before a vehicle can arrive'],
  outside_working_hours: ['单独运送也超出车辆工作时间', 'even alone it exceeds the working hours'],
  no_capacity_left: ['其余车辆已满载', 'the vehicles that have time are full'],
  no_vehicle_hours_left: ['车辆时间已用完', 'no vehicle has time left for it'],
};

/** Named one by one as far as anybody would read. */
const MOST_COMPLAINTS = 20;

function complaints({ numbers }: Instance, result: SolveResult): string[] {
  const lines = result.unserved.slice(0, MOST_COMPLAINTS).map(({ stop, reason }) => {
    const [zh, en] = REASONS[reason];
    return `客户 ${numbers[stop]} 未能安排：${zh} / customer ${numbers[stop]} is not served: ${en}`;
  });
  const more = result.unserved.length - lines.length;
  return more > 0 ? [...lines, `另有 ${more} 个客户未能安排 / and ${more} more customers`] : lines;
}
