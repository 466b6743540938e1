import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkRoutes, type RoutingProblem, type RoutingSolution, timetable, type Violation } from './index.ts';
import { ALL_DAY, problemOf, stopOf, vehicleOf } from './test-problems.ts';

/** Depots at 0 and 100, stops every 10 between; two trucks, one at each end. */
function sample(values: Partial<RoutingProblem> = {}): RoutingProblem {
  const points: Array<[number, number]> = [
    [0, 0],
    [100, 0],
    [10, 0],
    [20, 0],
    [30, 0],
    [40, 0],
  ];
  return problemOf(points, {
    depots: [0, 1].map((place) => ({ id: `depot ${place}`, place, window: { open: 0, close: 600 }, loadingTime: 10 })),
    vehicles: [
      vehicleOf({ id: 'A', weight: 25, volume: 10, maximumTrips: 2 }),
      vehicleOf({ id: 'B', home: 1, weight: 50, window: { open: 0, close: 400 } }),
    ],
    stops: [stopOf(2, { volume: 4 }), stopOf(3, { volume: 4 }), stopOf(4, { volume: 4 }), stopOf(5, { depot: 1 })],
    ...values,
  });
}

const right = (): RoutingSolution => ({
  cost: 60 + 120 + 20,
  routes: [
    {
      vehicle: 0,
      trips: [
        { depot: 0, stops: [0] },
        { depot: 0, stops: [1, 2] },
      ],
    },
    { vehicle: 1, trips: [{ depot: 1, stops: [3] }] },
  ],
  unserved: [],
});

function found(problem: RoutingProblem, solution: RoutingSolution): Array<Partial<Violation>> {
  return checkRoutes(problem, solution).violations.map(({ code, stop, amount }) => ({ code, stop, amount }));
}

test('a right plan has no violations and its distance is counted', () => {
  assert.deepEqual(checkRoutes(sample(), right()), { feasible: true, violations: [], cost: 200 });
});

test('a claimed distance that is not the real one is named', () => {
  assert.deepEqual(found(sample(), { ...right(), cost: 190 }), [{ code: 'wrong_cost', stop: null, amount: -10 }]);
});

test('a stop forgotten, repeated, unknown, or both served and given up is named', () => {
  const plan = right();
  plan.routes[0]!.trips[1]!.stops = [1, 1, 9];
  plan.unserved = [{ stop: 0, reason: 'too_heavy' }];
  const codes = found(sample(), plan).map(({ code, stop }) => `${code} ${stop}`);
  assert.deepEqual(codes.slice(0, 4), ['stop_repeated 1', 'unknown_stop 9', 'stop_repeated 0', 'stop_forgotten 2']);
});

test('vehicles and depots that do not exist, vehicles used twice, trips too many or empty are named', () => {
  const plan = right();
  plan.routes.push(
    {
      vehicle: 1,
      trips: [
        { depot: 1, stops: [] },
        { depot: 5, stops: [] },
      ],
    },
    { vehicle: 7, trips: [] },
  );
  const codes = found(sample(), plan).map(({ code }) => code);
  assert.deepEqual(codes, [
    'vehicle_used_too_often',
    'too_many_trips',
    'empty_trip',
    'unknown_depot',
    'empty_trip',
    'unknown_vehicle',
  ]);
});

test('too much weight or volume in one trip, and goods loaded at the wrong depot, are named with the amount', () => {
  const plan = right();
  plan.routes[0]!.trips = [{ depot: 0, stops: [0, 1, 2] }];
  plan.routes[1]!.trips = [{ depot: 0, stops: [3] }];
  const codes = found(sample(), { ...plan, cost: 60 + 200 });
  assert.deepEqual(codes, [
    { code: 'overweight', stop: null, amount: 5 },
    { code: 'over_volume', stop: null, amount: 2 },
    { code: 'wrong_depot', stop: 3, amount: 0 },
  ]);
});

test('being late at a receiver, at a depot and home is named with how late, one minute over is late and on the minute is not', () => {
  const windowed = (close: number): RoutingProblem => {
    const problem = sample();
    problem.stops[0] = stopOf(2, { window: { open: 0, close } });
    return problem;
  };
  assert.deepEqual(found(windowed(20), right()), []);
  assert.deepEqual(found(windowed(19), right()), [{ code: 'receiver_closed', stop: 0, amount: 1 }]);
  const tight = sample({
    depots: sample().depots.map((depot) => ({ ...depot, window: { open: 0, close: 30 } })),
    vehicles: sample().vehicles.map((vehicle) => ({ ...vehicle, window: { open: 0, close: 100 } })),
  });
  assert.deepEqual(found(tight, right()), [
    { code: 'depot_closed', stop: null, amount: 5 },
    { code: 'outside_working_hours', stop: null, amount: 15 },
    { code: 'outside_working_hours', stop: null, amount: 35 },
  ]);
});

test('a closed road is named where it leads', () => {
  const problem = sample();
  const distance = problem.distance.slice();
  distance[3 * problem.places + 4] = Number.POSITIVE_INFINITY;
  assert.deepEqual(found({ ...problem, distance }, { ...right(), cost: 190 }), [
    { code: 'road_closed', stop: 2, amount: 0 },
  ]);
});

test('a rest is due after the allowed driving, and lateness that only the rest causes says so', () => {
  const rest = { afterDriving: 50, duration: 20 };
  const plan = right();
  const late = sample({ rest });
  // B drives 60 out: 10 loading, 60 driving, one rest of 20.
  late.stops[3] = stopOf(5, { depot: 1, window: { open: 0, close: 89 } });
  const [violation] = checkRoutes(late, plan).violations;
  assert.equal(violation?.code, 'receiver_closed');
  assert.equal(violation?.amount, 1);
  assert.equal(violation?.becauseOfRest, true);
  late.stops[3] = stopOf(5, { depot: 1, window: { open: 0, close: 90 } });
  assert.deepEqual(found(late, plan), []);
});

test('a rest may be taken while waiting or before it is due, if that saves the window', () => {
  // 30 to the first stop, which opens 19 after arrival; 30 on to the second: resting while waiting costs 1 minute, on the road 20.
  const problem = problemOf(
    [
      [0, 0],
      [30, 0],
      [60, 0],
    ],
    {
      rest: { afterDriving: 50, duration: 20 },
      stops: [
        stopOf(1, { window: { open: 49, close: 60 }, serviceTime: 0 }),
        stopOf(2, { window: { open: 0, close: 80 }, serviceTime: 0 }),
      ],
    },
  );
  const routes = [{ vehicle: 0, trips: [{ depot: 0, stops: [0, 1] }] }];
  assert.deepEqual(found(problem, { cost: 120, routes, unserved: [] }), []);
});

test('the timetable leaves home no earlier than needed and shows rests', () => {
  const problem = problemOf(
    [
      [0, 0],
      [30, 0],
    ],
    {
      rest: { afterDriving: 20, duration: 15 },
      stops: [stopOf(1, { window: { open: 100, close: 200 } })],
      vehicles: [vehicleOf({ window: ALL_DAY })],
    },
  );
  const { visits, failure } = timetable(problem, { vehicle: 0, trips: [{ depot: 0, stops: [0] }] });
  assert.equal(failure, null);
  assert.deepEqual(
    visits.map(({ kind, arrive, begin, leave, rests }) => ({ kind, arrive, begin, leave, rests })),
    [
      { kind: 'home', arrive: 55, begin: 55, leave: 55, rests: [] },
      { kind: 'load', arrive: 55, begin: 55, leave: 55, rests: [] },
      { kind: 'stop', arrive: 100, begin: 100, leave: 105, rests: [75] },
      { kind: 'home', arrive: 150, begin: 150, leave: 150, rests: [115] },
    ],
  );
});
