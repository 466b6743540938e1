/** Everything on the map in pixels. Pure. */
import {
  type Boundary,
  type Box,
  fit,
  type Point,
  type Project,
  pathOf,
  projectRings,
  type Rings,
} from './geometry.ts';
import { type PlacedLabel, placeLabels } from './labels.ts';
import type { MapCounty, MapFlow, MapPoint } from './types.ts';

export interface CountyShape {
  boundary: Boundary;
  county: MapCounty | undefined;
  rings: Rings;
  path: string;
  lines: string[];
}

export interface MapLayout {
  height: number;
  shapes: CountyShape[];
  labels: PlacedLabel[];
  points: Array<{ point: MapPoint; at: Point; radius: number }>;
  flows: Array<{ flow: MapFlow; path: string; width: number; head: string; middle: Point }>;
  fontSize: number;
  lineHeight: number;
}

export interface MapContents {
  boundaries: readonly Boundary[];
  counties: readonly MapCounty[];
  points: readonly MapPoint[];
  flows: readonly MapFlow[];
}

export function layOut(contents: MapContents, width: number): MapLayout {
  const small = width < 480;
  const [fontSize, lineHeight] = small ? [11, 14] : [12, 16];
  const { project, height } = fit(contents.boundaries, width, small ? 10 : 20);
  const byCode = new Map(contents.counties.map((county) => [county.code, county]));
  const shapes = contents.boundaries.map((boundary) => {
    const rings = projectRings(boundary.rings, project);
    const county = byCode.get(boundary.code);
    const lines = [county?.name ?? boundary.name, ...(county?.label === undefined ? [] : [county.label])];
    return { boundary, county, rings, path: pathOf(rings), lines };
  });
  const points = contents.points.map((point) => ({
    point,
    at: project([point.longitude, point.latitude]),
    radius: (small ? 3 : 3.5) + (small ? 3.5 : 5) * Math.sqrt(Math.max(0, Math.min(1, point.size ?? 0))),
  }));
  const labels = placeLabels(
    shapes.map((shape) => ({ code: shape.boundary.code, rings: shape.rings, lines: shape.lines })),
    { width, height, fontSize, lineHeight, marks: points.map(({ at, radius }) => around(at, radius + 2)) },
  );
  // the large ones first, so that a small one beside stays visible
  points.sort((one, other) => other.radius - one.radius);
  return { height, shapes, labels, points, flows: flowsOf(contents.flows, project, small), fontSize, lineHeight };
}

function around([x, y]: Point, radius: number): Box {
  return { left: x - radius, right: x + radius, top: y - radius, bottom: y + radius };
}

function flowsOf(flows: readonly MapFlow[], project: Project, small: boolean): MapLayout['flows'] {
  const most = Math.max(...flows.map((flow) => flow.amount), 1e-9);
  return [...flows]
    .sort((one, other) => other.amount - one.amount)
    .map((flow) => ({
      flow,
      ...arc(project(flow.from), project(flow.to), 1 + Math.sqrt(Math.max(0, flow.amount) / most) * (small ? 4 : 7)),
    }));
}

/** A curve to the right of its way, so that there and back lie apart, ending in a head. */
function arc(from: Point, target: Point, width: number): { path: string; width: number; head: string; middle: Point } {
  const whole = Math.hypot(target[0] - from[0], target[1] - from[1]) || 1;
  // the head ends before the mark that it points at
  const short = Math.max(0, 1 - Math.min(8, whole / 4) / whole);
  const to: Point = [from[0] + (target[0] - from[0]) * short, from[1] + (target[1] - from[1]) * short];
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const length = Math.hypot(dx, dy) || 1;
  const bend = Math.min(60, length * 0.22);
  const control: Point = [(from[0] + to[0]) / 2 - (dy / length) * bend, (from[1] + to[1]) / 2 + (dx / length) * bend];
  const angle = Math.atan2(to[1] - control[1], to[0] - control[0]);
  const size = 4 + width;
  const corner = (turn: number): string =>
    `${(to[0] - size * Math.cos(angle + turn)).toFixed(1)} ${(to[1] - size * Math.sin(angle + turn)).toFixed(1)}`;
  return {
    path: `M${from[0].toFixed(1)} ${from[1].toFixed(1)}Q${control[0].toFixed(1)} ${control[1].toFixed(1)} ${to[0].toFixed(1)} ${to[1].toFixed(1)}`,
    width,
    head: `M${to[0].toFixed(1)} ${to[1].toFixed(1)}L${corner(0.5)}L${corner(-0.5)}Z`,
    middle: [(from[0] + 2 * control[0] + to[0]) / 4, (from[1] + 2 * control[1] + to[1]) / 4],
  };
}
