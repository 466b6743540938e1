import { Random } from './random.ts';

/**
 * Slack induction by string removals (J. Christiaens and G. Vanden Berghe, Transportation Science 54(2), 2020): take out strings of stops
 * from tours that lie close together, put them back greedily with a few positions overlooked at random, and accept by simulated annealing.
 * Chosen over hybrid genetic search because it needs no infeasible intermediate states: windows, rests, several trips and mixed vehicles
 * only have to answer "may this stop go here?". Stops left out stay in a list of the absent and are tried again in every step.
 *
 * What differs from the paper: positions are sought near the stop first (see the states), some steps begin a tour, temperatures follow the
 * instance's own scale, and cooling follows the clock, so that the search is complete whatever time it is given.
 */

/** Tours under change. Stops are nodes 1…stops; 0 is never a stop. */
export interface TourState {
  readonly stops: number;
  /** Total distance of all tours. */
  distance: number;
  /** Rows of the nodes nearest to each node, nearest first; row of node i begins at i * nearestCount. */
  readonly nearest: Int32Array;
  readonly nearestCount: number;
  /** Tour of a node, −1 while it is absent. */
  tourOf(node: number): number;
  tourSize(tour: number): number;
  /** Number of tours that serve somebody. */
  usedTours(): number;
  /** Upper bound of tour numbers. */
  readonly tourLimit: number;
  /** Steps between two looks at the clock: few enough for a tenth of a second, many enough to cost nothing. */
  readonly clockEvery: number;
  /** Takes out a string of `length` nodes around `node`, leaving `spared` nodes in its middle; appends them to `removed`, returns its length. */
  removeString(
    node: number,
    length: number,
    spared: number,
    removed: Int32Array,
    count: number,
    random: Random,
  ): number;
  /** Puts a node at its cheapest feasible position; false when there is none. */
  insert(node: number, random: Random): boolean;
  /** Puts a node on a tour that serves nobody yet; false when there is none for it. */
  openTour(node: number, random: Random): boolean;
  /** Keys to sort removed stops by: larger first. */
  readonly sortKeys: SortKey[];
  /** Makes the present tours the ones to come back to. */
  keep(): void;
  /** Goes back to the tours kept. */
  undo(): void;
  /** Remembers the present tours as the best. */
  keepBest(): void;
}

export interface SortKey {
  key: Float64Array;
  weight: number;
}

export interface SearchLimits {
  /** Runs out at this moment of performance.now(). */
  deadline: number;
  iterations: number;
  shouldStop: () => boolean;
  onProgress: (iterations: number, cost: number, unserved: number) => void;
}

const AVERAGE_REMOVED = 10;
/** How many of the absent are tried in one step. */
const MOST_ABSENT_TRIED = 10;
const LONGEST_STRING = 10;
const SPLIT_SHARE = 0.5;
const SPARE_MORE = 0.01;
/** Share of the steps that begin a tour: joining a long one always looks cheaper for a single stop, though for its string it is not. */
const OPEN_SHARE = 0.02;
/** First and last temperature, in shares of the mean distance per stop. */
const HOT = 0.3;
const COLD = 0.02;
const PROGRESS_MILLISECONDS = 250;

export class Search {
  private readonly state: TourState;
  private readonly random: Random;
  /** Cost of leaving each node out; far above any distance saved by it. */
  private readonly penalty: Float64Array;
  private readonly removed: Int32Array;
  private readonly sortValues: Float64Array;
  private readonly tourStamp: Int32Array;
  private readonly sortWeight: number;
  private absent: Int32Array;
  private absentCount: number;
  private absentPenalty: number;
  private readonly timesAbsent: Float64Array;
  private bestDistance = Number.POSITIVE_INFINITY;
  private bestPenalty = Number.POSITIVE_INFINITY;
  private bestAbsent: number[] = [];
  private keptDistance = Number.POSITIVE_INFINITY;
  private iterations = 0;

  constructor(state: TourState, penalty: Float64Array, seed: number) {
    this.state = state;
    this.penalty = penalty;
    this.random = new Random(seed);
    this.removed = new Int32Array(state.stops + 1);
    this.sortValues = new Float64Array(state.stops + 1);
    this.tourStamp = new Int32Array(state.tourLimit + 1).fill(-1);
    this.sortWeight = state.sortKeys.reduce((sum, entry) => sum + entry.weight, 0);
    this.timesAbsent = new Float64Array(state.stops + 1);
    this.absent = Int32Array.from({ length: state.stops + 1 }, (_, index) => index + 1);
    this.absentCount = state.stops;
    this.absentPenalty = penalty.reduce((sum, value) => sum + value, 0);
  }

  /** Searches until a limit is reached; `left` are the nodes that the best tours do not serve. */
  run(limits: SearchLimits): { left: number[]; iterations: number } {
    const started = performance.now();
    this.construct();
    const scale = Math.max(this.state.distance / Math.max(1, this.state.stops - this.absentCount), 1e-9);
    let temperature = scale * HOT;
    let nextProgress = started + PROGRESS_MILLISECONDS;
    while (this.iterations < limits.iterations) {
      if (this.iterations % this.state.clockEvery === 0) {
        const now = performance.now();
        if (now >= limits.deadline || limits.shouldStop()) break;
        const byClock = (now - started) / (limits.deadline - started);
        const share = Number.isFinite(limits.iterations) ? this.iterations / limits.iterations : byClock;
        temperature = scale * HOT * (COLD / HOT) ** share;
        if (now >= nextProgress) {
          nextProgress = now + PROGRESS_MILLISECONDS;
          limits.onProgress(this.iterations, this.bestDistance, this.bestAbsent.length);
        }
      }
      this.step(temperature);
      this.iterations += 1;
    }
    return { left: this.bestAbsent, iterations: this.iterations };
  }

  /**
   * First tours: everything put in greedily, farthest first, which leaves the flexible stops near the depot for the gaps. Never cut short:
   * a whole first answer takes some microseconds a stop.
   */
  private construct(): void {
    const { state, removed } = this;
    for (let index = 0; index < state.stops; index++) removed[index] = this.absent[index]!;
    this.sortRemoved(state.stops, state.sortKeys[1]?.key ?? null);
    let left = 0;
    for (let index = 0; index < state.stops; index++) {
      const node = removed[index]!;
      if (!state.insert(node, this.random)) this.absent[left++] = node;
    }
    this.absentCount = left;
    this.absentPenalty = this.penaltyOf(this.absent, left);
    this.keptDistance = state.distance;
    state.keep();
    this.noteBest();
  }

  private step(temperature: number): void {
    const { state, removed, absent } = this;
    const tried = this.drawAbsent();
    const untried = this.absentCount - tried;
    const count = this.ruin(tried);
    this.sortRemoved(count, this.drawKey());
    const opened = count > 0 && this.random.fraction() < OPEN_SHARE && state.openTour(removed[0]!, this.random);
    let failed = 0;
    for (let index = opened ? 1 : 0; index < count; index++) {
      const node = removed[index]!;
      if (!state.insert(node, this.random)) removed[failed++] = node;
    }
    const left = untried + failed;
    const penalty = left === 0 ? 0 : this.penaltyOf(absent, untried) + this.penaltyOf(removed, failed);
    if (!this.accepts(penalty, untried, failed, temperature)) {
      state.undo();
      return;
    }
    this.keptDistance = state.distance;
    this.absentPenalty = penalty;
    this.absentCount = left;
    for (let index = 0; index < failed; index++) absent[untried + index] = removed[index]!;
    state.keep();
    if (penalty < this.bestPenalty || (penalty === this.bestPenalty && state.distance < this.bestDistance)) {
      this.noteBest();
    }
  }

  /** Annealing on distance; serving more always wins, and so does leaving out those that were rarely left out before. */
  private accepts(penalty: number, untried: number, failed: number, temperature: number): boolean {
    const { timesAbsent, removed, absent } = this;
    if (penalty !== this.absentPenalty) return penalty < this.absentPenalty;
    if (failed > 0) {
      let now = 0;
      let before = 0;
      for (let index = 0; index < failed; index++) now += ++timesAbsent[removed[index]!]!;
      for (let index = untried; index < this.absentCount; index++) before += timesAbsent[absent[index]!]!;
      if (now < before) return true;
    }
    return this.state.distance < this.keptDistance - temperature * Math.log(this.random.fraction());
  }

  /** Moves a draw of the absent to the end of their list and puts it at the front of `removed`; returns how many. */
  private drawAbsent(): number {
    const { absent, removed, random, absentCount } = this;
    const tried = Math.min(absentCount, MOST_ABSENT_TRIED);
    for (let index = 0; index < tried; index++) {
      const end = absentCount - 1 - index;
      const drawn = random.below(end + 1);
      const node = absent[drawn]!;
      absent[drawn] = absent[end]!;
      absent[end] = node;
      removed[index] = node;
    }
    return tried;
  }

  private noteBest(): void {
    this.bestDistance = this.state.distance;
    this.bestPenalty = this.absentPenalty;
    this.bestAbsent = Array.from(this.absent.subarray(0, this.absentCount));
    this.state.keepBest();
  }

  private penaltyOf(nodes: Int32Array, count: number): number {
    let sum = 0;
    for (let index = 0; index < count; index++) sum += this.penalty[nodes[index]!]!;
    return sum;
  }

  /** Adds strings around a random stop to the `tried` absent in `removed`; returns how many there are then. */
  private ruin(tried: number): number {
    const { state, random, removed, tourStamp } = this;
    let count = tried;
    const served = state.stops - this.absentCount;
    if (served === 0) return count;
    const longest = Math.min(LONGEST_STRING, served / state.usedTours());
    const mostStrings = (4 * AVERAGE_REMOVED) / (1 + longest) - 1;
    let strings = Math.floor(random.fraction() * mostStrings + 1);
    const seed = 1 + random.below(state.stops);
    const row = seed * state.nearestCount;
    const stamp = this.iterations;
    for (let index = -1; index < state.nearestCount && strings > 0; index++) {
      const node = index < 0 ? seed : state.nearest[row + index]!;
      const tour = state.tourOf(node);
      if (tour < 0 || tourStamp[tour] === stamp) continue;
      tourStamp[tour] = stamp;
      strings -= 1;
      const size = state.tourSize(tour);
      const length = Math.floor(random.fraction() * Math.min(size, longest) + 1);
      let spared = 0;
      if (length > 1 && length < size && random.fraction() < SPLIT_SHARE) {
        spared = 1;
        while (length + spared < size && random.fraction() < SPARE_MORE) spared += 1;
      }
      count = state.removeString(node, Math.min(length, size), spared, removed, count, random);
    }
    return count;
  }

  /** Draws what to sort by; null = at random. */
  private drawKey(): Float64Array | null {
    const { state } = this;
    let draw = this.random.fraction() * (this.sortWeight + 4);
    for (const entry of state.sortKeys) {
      draw -= entry.weight;
      if (draw < 0) return entry.key;
    }
    return null;
  }

  /** Insertion sort, largest key first: a dozen nodes on most calls. */
  private sortRemoved(count: number, key: Float64Array | null): void {
    const { removed, sortValues, random } = this;
    for (let index = 0; index < count; index++) {
      const node = removed[index]!;
      const value = key === null ? random.fraction() : key[node]!;
      let place = index;
      while (place > 0 && sortValues[place - 1]! < value) {
        sortValues[place] = sortValues[place - 1]!;
        removed[place] = removed[place - 1]!;
        place -= 1;
      }
      sortValues[place] = value;
      removed[place] = node;
    }
  }
}
