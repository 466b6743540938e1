import type { DrivingRest } from './types.ts';

/** A way to have spent the day so far: the time now, and the driving since the last rest. */
export interface Label {
  time: number;
  driven: number;
}

export const START: Label = { time: 0, driven: 0 };

export interface Leg {
  driving: number;
  open: number;
  close: number;
  work: number;
}

/**
 * All ways that are not beaten in both time and driving, after a drive and the work at its end. A driver may rest before setting out, must
 * rest on the road when the allowed driving is over, may rest on arriving; waiting as long as a rest is one. Resting anywhere else on the
 * road is never better than resting on arrival.
 *
 * `begin` is the earliest beginning of the work; ways that come too late are dropped as long as one is in time.
 */
export function drivingLabels(labels: Label[], leg: Leg, rest: DrivingRest | null): { labels: Label[]; begin: number } {
  const arrivals: Label[] = [];
  for (const label of labels) {
    arrivals.push(driveFrom(label, leg.driving, rest));
    if (rest !== null) arrivals.push(driveFrom({ time: label.time + rest.duration, driven: 0 }, leg.driving, rest));
  }
  const begun: Label[] = [];
  for (const { time, driven } of arrivals) {
    const begin = Math.max(time, leg.open);
    const rested = rest !== null && begin - time >= rest.duration;
    begun.push({ time: begin, driven: rested ? 0 : driven });
    if (rest !== null && !rested) begun.push({ time: Math.max(time + rest.duration, leg.open), driven: 0 });
  }
  const begin = Math.min(...begun.map((label) => label.time));
  const latest = Math.max(leg.close, begin);
  const kept = begun.filter((label) => label.time <= latest);
  return { labels: unbeaten(kept).map(({ time, driven }) => ({ time: time + leg.work, driven })), begin };
}

function driveFrom(label: Label, driving: number, rest: DrivingRest | null): Label {
  if (rest === null) return { time: label.time + driving, driven: 0 };
  let { time, driven } = label;
  let ahead = driving;
  while (ahead > rest.afterDriving - driven + 1e-9) {
    const now = rest.afterDriving - driven;
    ahead -= now;
    time += now + rest.duration;
    driven = 0;
  }
  return { time: time + ahead, driven: driven + ahead };
}

function unbeaten(labels: Label[]): Label[] {
  const sorted = labels.toSorted((left, right) => left.time - right.time || left.driven - right.driven);
  const kept: Label[] = [];
  for (const label of sorted) if (kept.every((other) => other.driven > label.driven)) kept.push(label);
  return kept;
}
