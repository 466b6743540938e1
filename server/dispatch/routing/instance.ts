import type { FlatInstance } from './flat-instance.ts';
import { InstanceError } from './instance-error.ts';
import { readCvrplib } from './read-cvrplib.ts';
import { readSolomon } from './read-solomon.ts';
import type { RoutingProblem, Stop } from './types.ts';

export interface Instance {
  problem: RoutingProblem;
  /** The file's own number of each stop, in the order of `problem.stops`. */
  numbers: number[];
}

/** Largest file that is accepted: its matrices take 8 bytes for each pair of places. */
const MOST_PLACES = 8_000;

/**
 * Reads a CVRPLIB (.vrp) or Solomon (.txt) file, told apart by what is in it. Units are the file's own; driving time equals distance, as
 * both formats mean it. Throws InstanceError with the line.
 */
export function readInstance(text: string, name: string): Instance {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  if (lines.every((line) => line.trim() === '')) {
    throw new InstanceError(
      name,
      null,
      '文件是空的；请给出 CVRPLIB 或 Solomon 算例',
      'the file is empty; give a CVRPLIB or Solomon instance',
    );
  }
  const cvrplib = lines.some((line) =>
    /^\s*(DIMENSION|NODE_COORD_SECTION|DEMAND_SECTION|EDGE_WEIGHT_TYPE)\b/.test(line),
  );
  const flat = cvrplib ? readCvrplib(lines, name, MOST_PLACES) : readSolomon(lines, name, MOST_PLACES);
  return { problem: toProblem(flat), numbers: flat.customers.slice(1).map((customer) => customer.number) };
}

function toProblem(flat: FlatInstance): RoutingProblem {
  const depot = flat.customers[0]!;
  return {
    name: flat.name,
    places: flat.customers.length,
    distance: flat.matrix,
    duration: flat.matrix,
    depots: [{ id: String(depot.number), place: 0, window: depot.window, loadingTime: 0 }],
    vehicles: [
      {
        id: 'vehicle',
        count: flat.vehicles,
        home: 0,
        weight: flat.capacity,
        volume: Number.POSITIVE_INFINITY,
        window: flat.workingHours,
        maximumTrips: 1,
      },
    ],
    stops: flat.customers.slice(1).map(
      (customer, index): Stop => ({
        id: String(customer.number),
        place: index + 1,
        depot: 0,
        weight: customer.demand,
        volume: 0,
        window: customer.window,
        serviceTime: customer.serviceTime,
        loadingTime: 0,
        priority: 1,
      }),
    ),
    rest: null,
  };
}
