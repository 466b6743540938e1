/** Where the counties' labels stand: inside where they fit, else beside with a line, never over a mark or another label. Pure. */
import { type Box, boxOf, clearance, contains, middleOf, overlap, type Point, type Rings } from './geometry.ts';

export interface LabelRequest {
  code: string;
  rings: Rings;
  lines: readonly string[];
}

export interface PlacedLabel {
  code: string;
  /** the middle of the text block */
  at: Point;
  box: Box;
  /** where the line to a label outside begins; null for one inside */
  from: Point | null;
}

export interface LabelOptions {
  width: number;
  height: number;
  fontSize: number;
  lineHeight: number;
  /** what labels may not cover */
  marks: readonly Box[];
}

/** Chinese characters are a font size wide, Latin letters and digits somewhat more than half of it. */
export function textWidth(text: string, fontSize: number): number {
  let ems = 0;
  for (const character of text) ems += (character.codePointAt(0) ?? 0) > 0x2e7f ? 1 : 0.58;
  return ems * fontSize;
}

/**
 * Greedy, the most constrained first: counties with the fewest free places inside choose before those with many; those with none
 * get the nearest free place around them.
 */
export function placeLabels(requests: readonly LabelRequest[], options: LabelOptions): PlacedLabel[] {
  const wanted = requests
    .map((request) => ({ request, size: sizeOf(request, options), places: [] as Array<{ at: Point; clear: number }> }))
    .map((entry) => ({ ...entry, places: placesInside(entry.request.rings, entry.size, options) }))
    .sort((one, other) => one.places.length - other.places.length);
  const placed: PlacedLabel[] = [];
  const free = (box: Box) => placed.every((label) => overlap(box, label.box) === 0);
  const outside: typeof wanted = [];
  for (const entry of wanted) {
    const best = entry.places.find((place) => free(boxAround(place.at, entry.size)));
    if (best === undefined) outside.push(entry);
    else placed.push({ code: entry.request.code, at: best.at, box: boxAround(best.at, entry.size), from: null });
  }
  const everything = requests.map((request) => request.rings);
  for (const entry of outside) {
    const label = placeAround(entry.request, entry.size, everything, placed, options);
    if (label !== null) placed.push(label);
  }
  return placed;
}

interface Size {
  width: number;
  height: number;
}

function sizeOf(request: LabelRequest, options: LabelOptions): Size {
  const widest = Math.max(...request.lines.map((line) => textWidth(line, options.fontSize)));
  return { width: widest + 4, height: request.lines.length * options.lineHeight + 2 };
}

function boxAround([x, y]: Point, { width, height }: Size): Box {
  return { left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 };
}

/** How many of the eight points of a label's rim may reach over the county's border. */
const SPILL = 2;

/** Places inside and over no mark: those wholly inside first, the roomiest first; then those that spill a little over the border. */
function placesInside(rings: Rings, size: Size, options: LabelOptions): Array<{ at: Point; clear: number }> {
  const box = boxOf(rings);
  const step = Math.max(5, Math.min(box.right - box.left, box.bottom - box.top) / 24);
  const found: Array<{ at: Point; clear: number }> = [];
  for (let y = box.top + step; y < box.bottom; y += step) {
    for (let x = box.left + step; x < box.right; x += step) {
      const around = boxAround([x, y], size);
      if (around.left < 0 || around.right > options.width) continue;
      if (options.marks.some((mark) => overlap(around, mark) > 0)) continue;
      const spilt = rim(around).filter((point) => !contains(rings, point)).length;
      if (spilt > SPILL || !contains(rings, [x, y])) continue;
      found.push({ at: [x, y], clear: clearance(rings, [x, y]) - spilt * 1000 });
    }
  }
  return found.sort((one, other) => other.clear - one.clear);
}

/** Corners and the middles of the sides. */
function rim({ left, right, top, bottom }: Box): Point[] {
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  return [
    [left, top],
    [x, top],
    [right, top],
    [right, y],
    [right, bottom],
    [x, bottom],
    [left, bottom],
    [left, y],
  ];
}

/** The nearest free place around a county; off the city is better than over a neighbour. */
function placeAround(
  request: LabelRequest,
  size: Size,
  counties: readonly Rings[],
  placed: readonly PlacedLabel[],
  options: LabelOptions,
): PlacedLabel | null {
  const from = middleOf(request.rings);
  const lines = placed.flatMap((label) => (label.from === null ? [] : [[label.from, label.at] as const]));
  let best: { at: Point; cost: number } | null = null;
  for (let radius = 12; radius < Math.max(options.width, options.height); radius += 8) {
    for (let turn = 0; turn < 32; turn++) {
      const angle = (turn / 32) * 2 * Math.PI;
      const at: Point = [from[0] + Math.cos(angle) * radius, from[1] + Math.sin(angle) * radius];
      const box = boxAround(at, size);
      if (box.left < 2 || box.top < 2 || box.right > options.width - 2 || box.bottom > options.height - 2) continue;
      if (placed.some((label) => overlap(box, label.box) > 0) || options.marks.some((mark) => overlap(box, mark) > 0))
        continue;
      if (lines.some(([start, end]) => crosses(from, at, start, end))) continue;
      const covered = rim(box).filter((point) => counties.some((rings) => contains(rings, point))).length;
      const cost = radius + covered * 24 + placed.filter((label) => throughBox(from, at, label.box)).length * 60;
      if (best === null || cost < best.cost) best = { at, cost };
    }
    if (best !== null && radius > best.cost) break;
  }
  return best === null ? null : { code: request.code, at: best.at, box: boxAround(best.at, size), from };
}

function crosses(a: Point, b: Point, c: Point, d: Point): boolean {
  const side = (p: Point, q: Point, r: Point) => (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]);
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

function throughBox(from: Point, to: Point, box: Box): boolean {
  for (let part = 0; part <= 12; part++) {
    const x = from[0] + ((to[0] - from[0]) * part) / 12;
    const y = from[1] + ((to[1] - from[1]) * part) / 12;
    if (x > box.left && x < box.right && y > box.top && y < box.bottom) return true;
  }
  return false;
}
