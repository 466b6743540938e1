/**
 * The routing problem and its solution (S20; 调拨's trips), in plain data: no database, no HTTP.
 *
 * Units are the caller's, one set for a whole problem. The dispatch service uses metres, seconds from midnight
 * Asia/Shanghai, kilograms and cubic metres; benchmark files use their own. `Infinity` in a matrix is a closed road.
 */

/** Row-major square matrix: entry [from * places + to]. It need not be symmetric. */
export type Matrix = Float64Array;

/** From `open` to `close`, both included: the time at which service (or loading) may begin. */
export interface TimeWindow {
  open: number;
  close: number;
}

/** Where goods are loaded: a producer or a reserve warehouse. */
export interface Depot {
  id: string;
  place: number;
  window: TimeWindow;
  /** Time that each loading takes, whatever is loaded. */
  loadingTime: number;
}

/** A truck, or `count` trucks that are alike. */
export interface Vehicle {
  id: string;
  /** How many such vehicles there are; `Infinity` where a benchmark file sets no limit. */
  count: number;
  /** Place where the day starts and ends. */
  home: number;
  /** Largest weight on board. */
  weight: number;
  /** Largest volume on board; `Infinity` where it is not given. */
  volume: number;
  /** Working hours: leaves home no earlier than `open`, is back no later than `close`. */
  window: TimeWindow;
  /** Most loadings in one day; 1 = no second trip. */
  maximumTrips: number;
}

/** An order for one receiver, carried whole. */
export interface Stop {
  id: string;
  place: number;
  /** Index of the depot where it must be loaded; null = at any. */
  depot: number | null;
  weight: number;
  volume: number;
  /** When unloading may begin. */
  window: TimeWindow;
  /** Time to unload. */
  serviceTime: number;
  /** Time that loading it adds at the depot, besides the depot's own. */
  loadingTime: number;
  /** How much it counts when not everything can be served: 1 is usual, a larger number goes first. Above 0. */
  priority: number;
}

/**
 * A driver's rest. 《道路交通安全法实施条例》 Art. 62(7): no driving for more than 4 hours without a stop of at least
 * 20 minutes. Waiting of that length counts; loading and unloading do not (the driver works).
 */
export interface DrivingRest {
  /** Longest driving without a rest. */
  afterDriving: number;
  /** Shortest rest that counts. */
  duration: number;
}

export interface RoutingProblem {
  name: string;
  /** Number of places, the side of both matrices. */
  places: number;
  distance: Matrix;
  /** Driving time between places. */
  duration: Matrix;
  depots: Depot[];
  vehicles: Vehicle[];
  stops: Stop[];
  rest: DrivingRest | null;
}

/** One loading and the stops it serves, in order. */
export interface Trip {
  /** Index into `depots`. */
  depot: number;
  /** Indices into `stops`. */
  stops: number[];
}

/** The day of one vehicle. */
export interface Route {
  /** Index into `vehicles`. */
  vehicle: number;
  trips: Trip[];
}

export type UnservedReason =
  /** No vehicle exists. */
  | 'no_vehicle'
  /** Heavier than any vehicle carries. */
  | 'too_heavy'
  /** Bulkier than any vehicle carries. */
  | 'too_bulky'
  /** Fits none: the vehicles that carry the weight do not carry the volume. */
  | 'fits_no_vehicle'
  /** No open road from home to depot to receiver and back. */
  | 'road_closed'
  /** Even an empty vehicle that starts at once comes after the receiver has closed. */
  | 'window_unreachable'
  /** Even alone it takes longer than a vehicle's working hours. */
  | 'outside_working_hours'
  /** Vehicles have hours left, but no room. */
  | 'no_capacity_left'
  /** Vehicles have room, but cannot fit it into their hours, windows and rests. */
  | 'no_vehicle_hours_left';

export interface Unserved {
  /** Index into `stops`. */
  stop: number;
  reason: UnservedReason;
}

export interface RoutingSolution {
  /** Total distance, in the unit of the distance matrix. */
  cost: number;
  routes: Route[];
  unserved: Unserved[];
}

export interface SolveProgress {
  seconds: number;
  iterations: number;
  /** Best so far. */
  cost: number;
  unserved: number;
}

export interface SolveOptions {
  /** Wall-clock limit, counted from the call. */
  seconds: number;
  /** Same seed and same `iterations` limit, same answer. Default 1. */
  seed?: number;
  /** Stop after so many ruin-and-recreate steps; with it the cooling follows the steps, not the clock. */
  iterations?: number;
  signal?: AbortSignal;
  /** Asked between steps; true = return the best so far. */
  shouldStop?: () => boolean;
  /** Called about four times a second. */
  onProgress?: (progress: SolveProgress) => void;
}

export interface SolveResult extends RoutingSolution {
  iterations: number;
  seconds: number;
}
