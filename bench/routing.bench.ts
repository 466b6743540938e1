import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  checkRoutes,
  type RoutingProblem,
  type SolveResult,
  solveRoutesInWorker,
} from '../server/dispatch/routing/index.ts';
import type { Measurement } from './main.ts';

/** How instances are drawn and how long they are solved; the reference is the best of all runs made here. */
interface Setting {
  stops: number;
  windows: boolean;
  seconds: number;
  longSeconds: number;
  /** In per cent. */
  aim: number;
}

const SETTINGS: Setting[] = [
  { stops: 100, windows: false, seconds: 5, longSeconds: 25, aim: 1 },
  { stops: 100, windows: true, seconds: 5, longSeconds: 25, aim: 1 },
  { stops: 400, windows: false, seconds: 20, longSeconds: 60, aim: 3 },
  { stops: 1000, windows: false, seconds: 60, longSeconds: 150, aim: 4 },
];
/** Long runs side by side, one a core. */
const LONG_SEEDS = [11, 12];
const GRID = 1000;
/** Uchoa et al. (2017): a place is taken with a chance that falls off with its distance from the clusters' seeds. */
const CLUSTER_DECAY = 40;
const CLUSTERS = 6;
const STOPS_A_ROUTE = 10;
const HORIZON = 4000;

/** Gap of a run of everyday length to the best of long runs, on instances drawn as Uchoa et al. draw theirs. */
export async function run(): Promise<Measurement[]> {
  const rows: Measurement[] = [];
  for (const setting of SETTINGS) {
    const problem = drawProblem(setting, setting.stops + (setting.windows ? 1 : 0));
    const short = await solveRoutesInWorker(problem, { seconds: setting.seconds, seed: 1 });
    const long = await Promise.all(
      LONG_SEEDS.map((seed) => solveRoutesInWorker(problem, { seconds: setting.longSeconds, seed })),
    );
    rows.push(rowOf(setting, problem, short, long));
  }
  return [...rows, pastLimit()];
}

const COMMAND_SECONDS = 2;
const COMMAND_STOPS = 400;
const MOST_PAST = 200;

/** How long after its limit the command has ended, start-up included, as whoever waits at the terminal sees it. */
function pastLimit(): Measurement {
  const folder = mkdtempSync(join(tmpdir(), 'baogong-route-'));
  try {
    const file = join(folder, 'drawn.vrp');
    writeFileSync(file, written(drawPoints(COMMAND_STOPS, numbers(COMMAND_STOPS))));
    const cli = join(import.meta.dirname, '../server/cli.ts');
    const past = [1, 2, 3].map((seed) => {
      const started = performance.now();
      const args = [cli, 'route', file, '--seconds', String(COMMAND_SECONDS), '--seed', String(seed), '--json'];
      const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
      if (status !== 0) throw new Error(`the command ended with ${status}: ${stderr}`);
      return performance.now() - started - COMMAND_SECONDS * 1000;
    });
    const worst = Math.max(...past);
    return {
      name: `baogong route, ${COMMAND_STOPS} stops, ${COMMAND_SECONDS} s`,
      value: `${Math.round(worst)} ms past its limit`,
      ratio: 1 + worst / (COMMAND_SECONDS * 1000),
      compared: 'its limit; the worst of three runs, from the start of the command to its end',
      aim: `≤ ${MOST_PAST} ms`,
      met: worst <= MOST_PAST,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function written(points: Point[]): string {
  return [
    'NAME : drawn',
    'TYPE : CVRP',
    `DIMENSION : ${points.length}`,
    'EDGE_WEIGHT_TYPE : EUC_2D',
    `CAPACITY : ${STOPS_A_ROUTE}`,
    'NODE_COORD_SECTION',
    ...points.map(([x, y], index) => `${index + 1} ${x} ${y}`),
    'DEMAND_SECTION',
    ...points.map((_, index) => `${index + 1} ${index === 0 ? 0 : 1}`),
    'DEPOT_SECTION',
    '1',
    '-1',
    'EOF',
  ].join('\n');
}

function rowOf(setting: Setting, problem: RoutingProblem, short: SolveResult, long: SolveResult[]): Measurement {
  for (const result of [short, ...long]) {
    const { violations } = checkRoutes(problem, result);
    if (violations.length > 0 || result.unserved.length > 0) {
      throw new Error(
        `a plan for ${setting.stops} stops breaks ${violations.map(({ code }) => code).join(', ') || 'off serving everybody'}`,
      );
    }
  }
  const best = Math.min(short.cost, ...long.map(({ cost }) => cost));
  const gap = (short.cost / best - 1) * 100;
  return {
    name: `routing, ${setting.stops} stops${setting.windows ? ' with windows' : ''}, ${setting.seconds} s`,
    value: `gap ${gap.toFixed(2)} %`,
    ratio: short.cost / best,
    compared: `the best of ${LONG_SEEDS.length} runs of ${setting.longSeconds} s and this one; ${short.iterations} steps`,
    aim: `≤ ${setting.aim} %`,
    met: gap <= setting.aim,
  };
}

/** The same draws on every machine. */
function numbers(seed: number): (limit: number) => number {
  let state = seed >>> 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
}

type Point = [x: number, y: number];

const between = ([x, y]: Point, [otherX, otherY]: Point): number => Math.hypot(x - otherX, y - otherY);

/** Half the customers anywhere, half in clusters; the depot anywhere. */
function drawPoints(stops: number, random: (limit: number) => number): Point[] {
  const anywhere = (): Point => [random(GRID + 1), random(GRID + 1)];
  const depot = anywhere();
  const seeds = Array.from({ length: CLUSTERS }, anywhere);
  const points = [...seeds, ...Array.from({ length: Math.floor(stops / 2) - CLUSTERS }, anywhere)];
  while (points.length < stops) {
    const point = anywhere();
    const chance = seeds.reduce((sum, seed) => sum + Math.exp(-between(point, seed) / CLUSTER_DECAY), 0);
    if (random(1_000_000) < chance * 1_000_000) points.push(point);
  }
  return [depot, ...points];
}

function drawProblem({ stops, windows }: Setting, seed: number): RoutingProblem {
  const random = numbers(seed);
  const points = drawPoints(stops, random);
  const places = stops + 1;
  const distance = new Float64Array(places * places);
  for (const [from, point] of points.entries()) {
    for (const [to, other] of points.entries()) distance[from * places + to] = Math.floor(between(point, other) + 0.5);
  }
  const weights = points.slice(1).map(() => 1 + random(100));
  const capacity = Math.ceil((STOPS_A_ROUTE * weights.reduce((sum, weight) => sum + weight, 0)) / stops);
  const day = { open: 0, close: windows ? HORIZON : Number.POSITIVE_INFINITY };
  return {
    name: `drawn ${stops}`,
    places,
    distance,
    duration: distance,
    depots: [{ id: 'depot', place: 0, window: day, loadingTime: 0 }],
    vehicles: [
      {
        id: 'truck',
        count: Number.POSITIVE_INFINITY,
        home: 0,
        weight: capacity,
        volume: Number.POSITIVE_INFINITY,
        window: day,
        maximumTrips: 1,
      },
    ],
    stops: weights.map((weight, index) => ({
      id: `stop ${index + 1}`,
      place: index + 1,
      depot: 0,
      weight,
      volume: 0,
      window: windows ? drawWindow(distance[index + 1]!, random) : day,
      serviceTime: windows ? 90 : 0,
      loadingTime: 0,
      priority: 1,
    })),
    rest: null,
  };
}

/** A window a truck can reach from the depot and come back from, between a twentieth and a third of the day long. */
function drawWindow(away: number, random: (limit: number) => number): { open: number; close: number } {
  const latest = HORIZON - away - 90;
  const close = away + random(Math.max(1, latest - away));
  return { open: Math.max(0, close - HORIZON / 20 - random(HORIZON / 3)), close };
}
