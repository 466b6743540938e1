/** Finds QR symbols in a grey picture and reads their modules. Pure: a camera's frame goes in, squares of modules come out. */
import { alignmentsOf, type Modules } from './symbol.ts';

export interface Picture {
  width: number;
  height: number;
  /** one byte a pixel, row by row; 0 is black */
  grey: Uint8Array;
}
interface Point {
  x: number;
  y: number;
}
interface Finder extends Point {
  /** pixels of one module, as the rows saw it */
  module: number;
  seen: number;
}
interface Dots {
  width: number;
  height: number;
  dark: Uint8Array;
}

/** Every reading worth a try, likeliest first: the caller decodes until one holds. */
export function* symbolsIn(picture: Picture): Generator<Modules> {
  const dots = darkDots(picture);
  const finders = findFinders(dots);
  for (const corners of triples(finders).slice(0, 4)) {
    for (const size of sizesOf(corners)) yield sample(dots, corners, size);
  }
}

/** Darker than its surroundings by a tenth: light that falls unevenly does not matter. */
function darkDots({ width, height, grey }: Picture): Dots {
  const sums = new Float64Array((width + 1) * (height + 1));
  for (let y = 0; y < height; y += 1) {
    let row = 0;
    for (let x = 0; x < width; x += 1) {
      row += grey[y * width + x]!;
      sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1]! + row;
    }
  }
  const half = Math.max(8, Math.round(Math.max(width, height) / 16));
  const dark = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const [top, bottom] = [Math.max(0, y - half), Math.min(height, y + half + 1)];
    for (let x = 0; x < width; x += 1) {
      const [left, right] = [Math.max(0, x - half), Math.min(width, x + half + 1)];
      const sum =
        sums[bottom * (width + 1) + right]! -
        sums[top * (width + 1) + right]! -
        sums[bottom * (width + 1) + left]! +
        sums[top * (width + 1) + left]!;
      const mean = sum / ((bottom - top) * (right - left));
      dark[y * width + x] = grey[y * width + x]! < mean * 0.9 ? 1 : 0;
    }
  }
  return { width, height, dark };
}

/** Dark, light, dark, light, dark as 1:1:3:1:1, each within half a module. */
function isFinder(runs: readonly number[]): number {
  const module = runs.reduce((sum, run) => sum + run, 0) / 7;
  if (module < 1) return 0;
  const wanted = [1, 1, 3, 1, 1];
  return runs.every((run, index) => Math.abs(run - wanted[index]! * module) <= module * 0.6 + 0.4) ? module : 0;
}

function findFinders(dots: Dots): Finder[] {
  const found: Finder[] = [];
  const { width, height, dark } = dots;
  for (let y = 0; y < height; y += 1) {
    const edges = [0];
    for (let x = 1; x < width; x += 1) if (dark[y * width + x] !== dark[y * width + x - 1]) edges.push(x);
    edges.push(width);
    for (let first = 0; first + 5 < edges.length; first += 1) {
      if (dark[y * width + edges[first]!] === 0) continue;
      const runs = [0, 1, 2, 3, 4].map((index) => edges[first + index + 1]! - edges[first + index]!);
      if (isFinder(runs) === 0) continue;
      const finder = confirm(dots, (edges[first + 2]! + edges[first + 3]!) / 2, y);
      if (finder) note(found, finder);
    }
  }
  return found
    .filter(({ seen }) => seen > 1)
    .sort((one, other) => other.seen - one.seen)
    .slice(0, 16);
}

/** The same pattern from top to bottom, and again from left to right through its middle. */
function confirm(dots: Dots, x: number, y: number): Finder | null {
  const down = through(dots, Math.floor(x), y, 0, 1);
  if (!down) return null;
  const across = through(dots, Math.floor(x), Math.floor(down.centre), 1, 0);
  if (!across || Math.max(across.module, down.module) > 1.8 * Math.min(across.module, down.module)) return null;
  return { x: across.centre, y: down.centre, module: (across.module + down.module) / 2, seen: 1 };
}

function through({ width, height, dark }: Dots, x: number, y: number, dx: number, dy: number) {
  const inside = (step: number) => {
    const [atX, atY] = [x + dx * step, y + dy * step];
    return atX >= 0 && atY >= 0 && atX < width && atY < height ? dark[atY * width + atX]! : -1;
  };
  if (inside(0) !== 1) return null;
  const runs = [0, 0, 0, 0, 0];
  const walk = (sign: number): number => {
    let step = sign < 0 ? 0 : 1;
    for (const [index, wanted] of [1, 0, 1].entries()) {
      const start = step;
      while (inside(sign * step) === wanted) step += 1;
      runs[2 + sign * index]! += step - start;
    }
    return step;
  };
  const back = walk(-1);
  const forth = walk(1);
  const module = isFinder(runs);
  if (module === 0) return null;
  // the middle of the middle run, from the run's own ends
  const start = -back + 1 + runs[0]! + runs[1]!;
  const end = forth - 1 - runs[4]! - runs[3]!;
  return { centre: (dx ? x : y) + (start + end) / 2 + 0.5, module };
}

function note(found: Finder[], finder: Finder): void {
  const same = found.find((each) => Math.hypot(each.x - finder.x, each.y - finder.y) < each.module * 2);
  if (!same) {
    found.push(finder);
    return;
  }
  const weight = same.seen / (same.seen + 1);
  same.x = same.x * weight + finder.x * (1 - weight);
  same.y = same.y * weight + finder.y * (1 - weight);
  same.module = same.module * weight + finder.module * (1 - weight);
  same.seen += 1;
}

interface Corners {
  topLeft: Finder;
  topRight: Finder;
  bottomLeft: Finder;
}

/** Threes that stand in a right angle with sides alike, best first. */
function triples(finders: readonly Finder[]): Corners[] {
  const found: Array<{ corners: Corners; fault: number }> = [];
  for (const [i, one] of finders.entries())
    for (const [j, two] of finders.entries())
      for (const [k, three] of finders.entries()) {
        if (i === j || j === k || i === k || j > k) continue;
        const fault = faultOf(one, two, three);
        if (fault > 0.6) continue;
        const turn = (two.x - one.x) * (three.y - one.y) - (two.y - one.y) * (three.x - one.x);
        const [topRight, bottomLeft] = turn > 0 ? [two, three] : [three, two];
        found.push({ corners: { topLeft: one, topRight, bottomLeft }, fault });
      }
  return found.sort((one, other) => one.fault - other.fault).map(({ corners }) => corners);
}

function faultOf(corner: Finder, two: Finder, three: Finder): number {
  const [a, b] = [Math.hypot(two.x - corner.x, two.y - corner.y), Math.hypot(three.x - corner.x, three.y - corner.y)];
  const modules = [corner.module, two.module, three.module];
  if (Math.min(a, b) < 8 * Math.min(...modules)) return Number.POSITIVE_INFINITY;
  const cosine = ((two.x - corner.x) * (three.x - corner.x) + (two.y - corner.y) * (three.y - corner.y)) / (a * b);
  return Math.abs(cosine) + Math.abs(a - b) / (a + b) + (Math.max(...modules) / Math.min(...modules) - 1) / 2;
}

/** The likeliest number of modules of a side, then its neighbours: a slanted finder looks larger than it is. */
function sizesOf({ topLeft, topRight, bottomLeft }: Corners): number[] {
  const away = (to: Finder) => Math.hypot(to.x - topLeft.x, to.y - topLeft.y);
  const angle = Math.atan2(topRight.y - topLeft.y, topRight.x - topLeft.x);
  const slant = Math.max(Math.abs(Math.cos(angle)), Math.abs(Math.sin(angle)));
  const module = ((topLeft.module + topRight.module + bottomLeft.module) / 3) * slant;
  const version = Math.round(((away(topRight) + away(bottomLeft)) / 2 / module + 7 - 17) / 4);
  return [0, 1, -1, 2, -2]
    .map((step) => version + step)
    .filter((each) => each >= 1 && each <= 40)
    .map((each) => each * 4 + 17);
}

function sample(dots: Dots, corners: Corners, size: number): Modules {
  const { topLeft, topRight, bottomLeft } = corners;
  const span = size - 7;
  const right = { x: (topRight.x - topLeft.x) / span, y: (topRight.y - topLeft.y) / span };
  const down = { x: (bottomLeft.x - topLeft.x) / span, y: (bottomLeft.y - topLeft.y) / span };
  const flat = (u: number, v: number): Point => ({
    x: topLeft.x + right.x * (u - 3.5) + down.x * (v - 3.5),
    y: topLeft.y + right.y * (u - 3.5) + down.y * (v - 3.5),
  });
  // with an alignment pattern the far corner is where it is seen, not where a flat picture would have it
  const far = alignmentsOf((size - 17) / 4).length > 0 ? size - 6.5 : size - 3.5;
  const expected = flat(far, far);
  const seen = far === size - 6.5 ? alignmentNear(dots, expected, right, down, Math.max(4, size / 8)) : expected;
  const place = perspective([
    [3.5, 3.5, topLeft],
    [size - 3.5, 3.5, topRight],
    [3.5, size - 3.5, bottomLeft],
    [far, far, seen],
  ]);
  const dark = new Uint8Array(size * size);
  for (let v = 0; v < size; v += 1)
    for (let u = 0; u < size; u += 1) dark[v * size + u] = darkAt(dots, place(u + 0.5, v + 0.5));
  return { size, dark };
}

function darkAt({ width, height, dark }: Dots, { x, y }: Point): number {
  const [column, row] = [Math.floor(x), Math.floor(y)];
  return column >= 0 && row >= 0 && column < width && row < height ? dark[row * width + column]! : 0;
}

/** Where dark, light and dark rings stand best near where they are expected, the nearest of several; there when nowhere. */
function alignmentNear(dots: Dots, expected: Point, right: Point, down: Point, reach: number): Point {
  const module = Math.hypot(right.x, right.y);
  const step = Math.max(1, Math.floor(module / 4));
  const away = (at: Point) => Math.hypot(at.x - expected.x, at.y - expected.y);
  let best = { score: 22, at: [] as Point[] };
  for (let dy = -reach * module; dy <= reach * module; dy += step)
    for (let dx = -reach * module; dx <= reach * module; dx += step) {
      const at = { x: expected.x + dx, y: expected.y + dy };
      const score = rings(dots, at, right, down);
      if (score < best.score) continue;
      if (score > best.score) best = { score, at: [] };
      best.at.push(at);
    }
  const nearest = best.at.toSorted((one, other) => away(one) - away(other))[0];
  if (!nearest) return expected;
  const same = best.at.filter((at) => Math.hypot(at.x - nearest.x, at.y - nearest.y) <= module * 1.5);
  return {
    x: same.reduce((sum, { x }) => sum + x, 0) / same.length,
    y: same.reduce((sum, { y }) => sum + y, 0) / same.length,
  };
}

function rings(dots: Dots, at: Point, right: Point, down: Point): number {
  let score = 0;
  for (let v = -2; v <= 2; v += 1)
    for (let u = -2; u <= 2; u += 1) {
      const wanted = Math.max(Math.abs(u), Math.abs(v)) === 1 ? 0 : 1;
      const dot = darkAt(dots, { x: at.x + right.x * u + down.x * v, y: at.y + right.y * u + down.y * v });
      score += Number(dot === wanted);
    }
  return score;
}

type Pair = readonly [u: number, v: number, at: Point];

/** The projection that takes four places of the symbol to four of the picture. */
function perspective(pairs: readonly Pair[]): (u: number, v: number) => Point {
  const rows = pairs.flatMap(([u, v, { x, y }]) => [
    [u, v, 1, 0, 0, 0, -u * x, -v * x, x],
    [0, 0, 0, u, v, 1, -u * y, -v * y, y],
  ]);
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = solve(rows);
  return (u, v) => {
    const depth = g * u + h * v + 1;
    return { x: (a * u + b * v + c) / depth, y: (d * u + e * v + f) / depth };
  };
}

/** Gauss with pivots; the last column is the right side. */
function solve(rows: number[][]): number[] {
  const size = rows.length;
  for (let column = 0; column < size; column += 1) {
    let pivot = column;
    for (let row = column + 1; row < size; row += 1)
      if (Math.abs(rows[row]![column]!) > Math.abs(rows[pivot]![column]!)) pivot = row;
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    const head = rows[column]!;
    for (const [index, row] of rows.entries()) {
      if (index === column || head[column] === 0) continue;
      const factor = row[column]! / head[column]!;
      for (let at = column; at <= size; at += 1) row[at]! -= factor * head[at]!;
    }
  }
  return rows.map((row, index) => row[size]! / row[index]!);
}
