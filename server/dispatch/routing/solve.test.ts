import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '#tests/support/chance.ts';
import { checkRoutes, type Route, type RoutingProblem, solveRoutes, solveRoutesInWorker, timetable } from './index.ts';
import { mixedProblem, plainProblem, problemOf, stopOf, vehicleOf } from './test-problems.ts';

function* orders<T>(items: T[]): Generator<T[]> {
  if (items.length === 0) yield [];
  for (const [index, item] of items.entries()) {
    for (const rest of orders(items.toSpliced(index, 1))) yield [item, ...rest];
  }
}

/** Every way to cut a sequence into non-empty parts. */
function* cuts<T>(items: T[]): Generator<T[][]> {
  if (items.length === 0) {
    yield [];
    return;
  }
  for (let length = 1; length <= items.length; length++) {
    for (const rest of cuts(items.slice(length))) yield [items.slice(0, length), ...rest];
  }
}

/** Least distance that serves every stop with one depot and like vehicles, by trying everything; judged by the checker. */
function leastByTrying(problem: RoutingProblem): number {
  const routeCost = new Map<string, number>();
  let least = Number.POSITIVE_INFINITY;
  for (const order of orders([...problem.stops.keys()])) {
    for (const parts of cuts(order)) {
      let cost = 0;
      for (const stops of parts) {
        const key = stops.join();
        let known = routeCost.get(key);
        if (known === undefined) {
          const alone = checkRoutes(problem, {
            cost: null,
            routes: [{ vehicle: 0, trips: [{ depot: 0, stops }] }],
            unserved: [],
          });
          known = alone.violations.every(({ code }) => code === 'stop_forgotten')
            ? alone.cost
            : Number.POSITIVE_INFINITY;
          routeCost.set(key, known);
        }
        cost += known;
      }
      if (parts.length <= problem.vehicles[0]!.count) least = Math.min(least, cost);
    }
  }
  return least;
}

/** The same for two single trucks with trips from several depots. */
function leastOfTwoTrucks(problem: RoutingProblem): number {
  let least = Number.POSITIVE_INFINITY;
  const depots = problem.depots.map((_, index) => index);
  const days = function* (vehicle: number, stops: number[]): Generator<Route[]> {
    if (stops.length === 0) yield [];
    for (const parts of cuts(stops)) {
      if (stops.length === 0 || parts.length > problem.vehicles[vehicle]!.maximumTrips) continue;
      for (let code = 0; code < depots.length ** parts.length; code++) {
        const trips = parts.map((part, index) => ({
          depot: Math.floor(code / depots.length ** index) % depots.length,
          stops: part,
        }));
        if (trips.some((trip) => trip.stops.some((stop) => (problem.stops[stop]!.depot ?? trip.depot) !== trip.depot)))
          continue;
        yield [{ vehicle, trips }];
      }
    }
  };
  for (const order of orders([...problem.stops.keys()])) {
    for (let split = 0; split <= order.length; split++) {
      for (const first of days(0, order.slice(0, split))) {
        for (const second of days(1, order.slice(split))) {
          const { feasible, cost } = checkRoutes(problem, { cost: null, routes: [...first, ...second], unserved: [] });
          if (feasible) least = Math.min(least, cost);
        }
      }
    }
  }
  return least;
}

const near = (found: number, expected: number): boolean => Math.abs(found - expected) < 1e-6 * expected;

for (const timed of [false, true]) {
  test(`finds the optimum of six stops ${timed ? 'with' : 'without'} windows`, () => {
    for (let seed = 1; seed <= 6; seed++) {
      const problem = plainProblem(seed, 6, timed);
      const best = leastByTrying(problem);
      const found = solveRoutes(problem, { seconds: 600, iterations: 4000, seed });
      if (best === Number.POSITIVE_INFINITY) assert.ok(found.unserved.length > 0, `seed ${seed}`);
      else assert.ok(near(found.cost, best), `seed ${seed}: ${found.cost} against ${best}`);
    }
  });
}

test('finds the optimum of two unlike trucks with two depots and several trips', () => {
  let compared = 0;
  for (let seed = 1; seed <= 12; seed++) {
    const drawn = mixedProblem(seed, 5, null);
    // With every road open: which stop makes another reachable is beyond trying one stop at a time.
    const problem = { ...drawn, distance: drawn.duration, vehicles: drawn.vehicles.slice(0, 2) };
    const best = leastOfTwoTrucks(problem);
    if (best === Number.POSITIVE_INFINITY) continue;
    compared += 1;
    const found = solveRoutes(problem, { seconds: 600, iterations: 4000, seed });
    assert.deepEqual(found.unserved, [], `seed ${seed}`);
    assert.ok(near(found.cost, best), `seed ${seed}: ${found.cost} against ${best}`);
  }
  assert.ok(compared >= 4, `only ${compared} of the drawn problems can be served whole`);
});

test('whatever the problem, the plan breaks nothing that the checker knows and accounts for every stop', () => {
  fc.assert(
    fc.property(
      fc.nat(1_000_000),
      fc.integer({ min: 1, max: 25 }),
      fc.integer({ min: 0, max: 3 }),
      (seed, stops, kind) => {
        const problem =
          kind < 2 ? plainProblem(seed, stops, kind === 1) : mixedProblem(seed, stops, kind === 2 ? null : undefined);
        const found = solveRoutes(problem, { seconds: 600, iterations: 150, seed });
        assert.deepEqual(checkRoutes(problem, found).violations, []);
        for (const route of found.routes) assert.equal(timetable(problem, route).failure, null);
      },
    ),
    { numRuns: 150 },
  );
});

test('the same seed and steps give the same plan, another seed may not', () => {
  for (const problem of [plainProblem(3, 30, true), mixedProblem(3, 20)]) {
    const once = solveRoutes(problem, { seconds: 600, iterations: 500, seed: 7 });
    const again = solveRoutes(problem, { seconds: 600, iterations: 500, seed: 7 });
    assert.deepEqual({ ...again, seconds: 0 }, { ...once, seconds: 0 });
  }
});

test('keeps its time limit, stops when told to, and reports as it goes', (t) => {
  const problem = plainProblem(5, 120, true);
  let reports = 0;
  // A clock that a millisecond passes on at every look: how often the solver looks is what keeps its limit, on any machine.
  let now = 0;
  t.mock.method(performance, 'now', () => (now += 1));
  const timed = solveRoutes(problem, { seconds: 0.6, onProgress: () => (reports += 1) });
  t.mock.restoreAll();
  assert.ok(timed.iterations > 100, `${timed.iterations} steps`);
  assert.ok(timed.seconds >= 0.6 && timed.seconds < 0.62, `${timed.seconds} s`);
  assert.ok(reports >= 1);
  let asked = 0;
  const stopped = solveRoutes(problem, { seconds: 60, shouldStop: () => ++asked > 3 });
  assert.ok(stopped.iterations > 0 && stopped.iterations < 1000, `${stopped.iterations} steps`);
});

test('says why each stop cannot be served', () => {
  const points: Array<[number, number]> = Array.from({ length: 9 }, (_, index) => [index * 10, 0]);
  const problem = problemOf(points, {
    vehicles: [
      vehicleOf({ weight: 30, volume: 5, window: { open: 0, close: 200 } }),
      vehicleOf({ weight: 10, volume: 9, window: { open: 0, close: 200 } }),
    ],
    stops: [
      stopOf(1, { weight: 31 }),
      stopOf(2, { volume: 10 }),
      stopOf(3, { weight: 20, volume: 8 }),
      stopOf(4, { window: { open: 0, close: 39 } }),
      stopOf(5, { serviceTime: 150 }),
      stopOf(6),
      stopOf(7, { weight: 30, priority: 2 }),
      stopOf(8, { weight: 10, priority: 2 }),
    ],
  });
  const closed = problem.distance.map((length, arc) =>
    arc % 9 === 6 && arc !== 60 ? Number.POSITIVE_INFINITY : length,
  );
  const found = solveRoutes({ ...problem, distance: closed }, { seconds: 600, iterations: 300 });
  const reasons = Object.fromEntries(found.unserved.map(({ stop, reason }) => [stop, reason]));
  assert.deepEqual(reasons, {
    0: 'too_heavy',
    1: 'too_bulky',
    2: 'fits_no_vehicle',
    3: 'window_unreachable',
    4: 'outside_working_hours',
    5: 'road_closed',
  });
  const full = solveRoutes(
    { ...problem, vehicles: problem.vehicles.slice(0, 1), stops: problem.stops.slice(6) },
    { seconds: 600, iterations: 300 },
  );
  assert.deepEqual(full.unserved, [{ stop: 1, reason: 'no_capacity_left' }]);
  const none = solveRoutes(
    { ...problem, vehicles: [], stops: problem.stops.slice(7) },
    { seconds: 600, iterations: 300 },
  );
  assert.deepEqual(none.unserved, [{ stop: 0, reason: 'no_vehicle' }]);
});

test('when hours run out the stop of higher priority is served', () => {
  const points: Array<[number, number]> = [
    [0, 0],
    [50, 0],
    [-50, 0],
  ];
  const short = vehicleOf({ window: { open: 0, close: 120 }, maximumTrips: 2 });
  const problem = problemOf(points, { vehicles: [short], stops: [stopOf(1), stopOf(2, { priority: 1.5 })] });
  const found = solveRoutes(problem, { seconds: 600, iterations: 300 });
  assert.deepEqual(found.unserved, [{ stop: 0, reason: 'no_vehicle_hours_left' }]);
});

test('a stop behind a closed road is reached by way of another', () => {
  const problem = problemOf(
    [
      [0, 0],
      [10, 0],
      [20, 0],
    ],
    { stops: [stopOf(1), stopOf(2)] },
  );
  const distance = problem.distance.slice();
  distance[0 * 3 + 2] = Number.POSITIVE_INFINITY;
  const found = solveRoutes({ ...problem, distance }, { seconds: 600, iterations: 300 });
  assert.deepEqual(found.routes[0]!.trips[0]!.stops, [0, 1]);
  assert.deepEqual(found.unserved, []);
});

test('solves in a thread, and an aborted signal brings the best so far', async () => {
  const problem = mixedProblem(9, 20);
  const ended = new AbortController();
  setTimeout(() => ended.abort(), 500);
  // hours are left: that it ends at all is the signal's doing
  const found = await solveRoutesInWorker(problem, { seconds: 10_000, seed: 2, signal: ended.signal });
  assert.deepEqual(checkRoutes(problem, found).violations, []);
  const here = solveRoutes(problem, { seconds: 600, iterations: 200, seed: 2 });
  const there = await solveRoutesInWorker(problem, { seconds: 600, iterations: 200, seed: 2 });
  assert.deepEqual(there.routes, here.routes);
});

test('a limit of vehicles that leaves no room to spare is kept, with everybody served', () => {
  const weights = [6, 4, 5, 5, 7, 3, 8, 2, 9, 1, 6, 3, 1, 4, 4, 2];
  const points = Array.from({ length: weights.length + 1 }, (_, index): [number, number] => [
    (index * 37) % 100,
    (index * 71) % 100,
  ]);
  const stops = weights.map((weight, index) => stopOf(index + 1, { weight }));
  const alike = problemOf(points, { vehicles: [vehicleOf({ count: 7, weight: 10 })], stops });
  const mixed = { ...alike, vehicles: [vehicleOf({ count: 3, weight: 10 }), vehicleOf({ count: 2, weight: 20 })] };
  for (const problem of [alike, mixed]) {
    const found = solveRoutes(problem, { seconds: 600, iterations: 5000 });
    assert.deepEqual(found.unserved, []);
    assert.deepEqual(checkRoutes(problem, found).violations, []);
  }
});
