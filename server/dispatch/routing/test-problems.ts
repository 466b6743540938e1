import type { DrivingRest, RoutingProblem, Stop, Vehicle } from './types.ts';

/** Small problems for the tests of this folder, drawn from a seed. Times in minutes, lengths in kilometres at one a minute. */
export function draw(seed: number): (limit: number) => number {
  let state = seed >>> 0;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

export const ALL_DAY = { open: 0, close: 1440 };

export function vehicleOf(values: Partial<Vehicle> = {}): Vehicle {
  return {
    id: 'truck',
    count: 1,
    home: 0,
    weight: 100,
    volume: Number.POSITIVE_INFINITY,
    window: ALL_DAY,
    maximumTrips: 1,
    ...values,
  };
}

export function stopOf(place: number, values: Partial<Stop> = {}): Stop {
  const plain = { depot: 0, weight: 10, volume: 0, window: ALL_DAY, serviceTime: 5, loadingTime: 0, priority: 1 };
  return { id: `stop ${place}`, place, ...plain, ...values };
}

/** A problem on a plane; place 0 is the first depot unless `depots` says otherwise. */
export function problemOf(points: Array<[x: number, y: number]>, values: Partial<RoutingProblem>): RoutingProblem {
  const places = points.length;
  const distance = Float64Array.from({ length: places * places }, (_, arc) => {
    const [x, y] = points[Math.floor(arc / places)]!;
    const [otherX, otherY] = points[arc % places]!;
    return Math.hypot(x - otherX, y - otherY);
  });
  const depots = [{ id: 'depot', place: 0, window: ALL_DAY, loadingTime: 0 }];
  return {
    name: 'test',
    places,
    distance,
    duration: distance,
    depots,
    vehicles: [vehicleOf()],
    stops: [],
    rest: null,
    ...values,
  };
}

/** One depot, like vehicles; with windows when `timed`. */
export function plainProblem(seed: number, stops: number, timed: boolean): RoutingProblem {
  const random = draw(seed);
  const points = Array.from({ length: stops + 1 }, (): [number, number] => [random(100), random(100)]);
  return problemOf(points, {
    vehicles: [vehicleOf({ count: Math.max(2, Math.ceil(stops / 2)), weight: 40 })],
    stops: Array.from({ length: stops }, (_, index) => {
      const open = random(300);
      const window = timed ? { open, close: open + 60 + random(200) } : { open: 0, close: Number.POSITIVE_INFINITY };
      return stopOf(index + 1, { weight: 5 + random(15), window });
    }),
  });
}

/** Two depots, three kinds of truck, several trips, volumes, loading times, rests and closed roads. */
export function mixedProblem(
  seed: number,
  stops: number,
  rest: DrivingRest | null = { afterDriving: 120, duration: 20 },
): RoutingProblem {
  const random = draw(seed);
  const points = Array.from({ length: stops + 2 }, (): [number, number] => [random(100), random(100)]);
  const kinds = [
    { weight: 20, volume: 30, maximumTrips: 3 },
    { weight: 50, volume: 40, maximumTrips: 2 },
    { weight: 80, volume: 25, maximumTrips: 1 },
  ];
  const problem = problemOf(points, {
    depots: [0, 1].map((place) => ({ id: `depot ${place}`, place, window: { open: 0, close: 900 }, loadingTime: 10 })),
    vehicles: kinds.map((kind, index) =>
      vehicleOf({ ...kind, id: `truck ${index}`, home: index % 2, window: { open: 0, close: 700 } }),
    ),
    stops: Array.from({ length: stops }, (_, index) => {
      const open = random(300);
      return stopOf(index + 2, {
        depot: random(4) === 0 ? null : random(2),
        weight: 5 + random(15),
        volume: random(15),
        window: { open, close: open + 100 + random(300) },
        loadingTime: random(4),
        priority: 1 + random(3),
      });
    }),
    rest,
  });
  const closed = problem.distance.map((length, arc) =>
    length > 0 && random(25) === 0 && arc > 0 ? Number.POSITIVE_INFINITY : length,
  );
  return { ...problem, distance: closed };
}
