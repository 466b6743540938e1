/** Plane geometry of the county map. Pure: no DOM. */
export type Point = readonly [x: number, y: number];
/** outer rings and holes alike; what lies inside is decided even-odd */
export type Rings = ReadonlyArray<readonly Point[]>;

export interface Boundary {
  code: string;
  name: string;
  /** longitude, latitude */
  rings: Rings;
}

/** Reads a GeoJSON FeatureCollection of polygons with `code` and `name`; what is none of that is left out. */
export function readBoundaries(json: unknown): Boundary[] {
  const features = (json as { features?: unknown } | null)?.features;
  if (!Array.isArray(features)) return [];
  return features.flatMap((feature: unknown) => {
    const { properties, geometry } = feature as {
      properties?: { code?: unknown; name?: unknown };
      geometry?: { type?: string; coordinates?: unknown };
    };
    const rings = ringsOf(geometry);
    return rings.length === 0
      ? []
      : [{ code: String(properties?.code ?? ''), name: String(properties?.name ?? ''), rings }];
  });
}

function ringsOf(geometry: { type?: string; coordinates?: unknown } | undefined): Rings {
  if (geometry?.type === 'Polygon') return geometry.coordinates as Point[][];
  if (geometry?.type === 'MultiPolygon') return (geometry.coordinates as Point[][][]).flat();
  return [];
}

export type Project = (place: Point) => Point;

/**
 * Longitude and latitude to pixels, north up, fitted into `width`; a degree of longitude is shortened by the cosine of the middle latitude,
 * which for one city is as good as any projection. Answers the height that the map needs.
 */
export function fit(
  boundaries: readonly Boundary[],
  width: number,
  padding: number,
): { project: Project; height: number } {
  const all = boundaries.flatMap((boundary) => boundary.rings.flat());
  if (all.length === 0) return { project: () => [0, 0], height: 0 };
  const [west, east, south, north] = all.reduce(
    ([w, e, s, n], [x, y]) => [Math.min(w, x), Math.max(e, x), Math.min(s, y), Math.max(n, y)],
    [180, -180, 90, -90] as [number, number, number, number],
  );
  const shortening = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const scale = (width - 2 * padding) / Math.max((east - west) * shortening, 1e-9);
  return {
    project: ([x, y]) => [padding + (x - west) * shortening * scale, padding + (north - y) * scale],
    height: Math.ceil((north - south) * scale + 2 * padding),
  };
}

export function projectRings(rings: Rings, project: Project): Rings {
  return rings.map((ring) => ring.map(project));
}

/** The path's `d`; points nearer than half a pixel to the one before are left out. */
export function pathOf(rings: Rings): string {
  return rings
    .map((ring) => {
      let last: Point | null = null;
      const kept = ring.filter((point, index) => {
        const keep =
          last === null || index === ring.length - 1 || Math.hypot(point[0] - last[0], point[1] - last[1]) > 0.5;
        if (keep) last = point;
        return keep;
      });
      return `M${kept.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}Z`;
    })
    .join('');
}

export function contains(rings: Rings, [x, y]: Point): boolean {
  let inside = false;
  for (const ring of rings) {
    for (let at = 0, before = ring.length - 1; at < ring.length; before = at++) {
      const [x1, y1] = ring[at]!;
      const [x2, y2] = ring[before]!;
      if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
    }
  }
  return inside;
}

/** Distance from a point to the nearest edge. */
export function clearance(rings: Rings, point: Point): number {
  let nearest = Number.POSITIVE_INFINITY;
  for (const ring of rings) {
    for (let at = 1; at < ring.length; at++) nearest = Math.min(nearest, toSegment(point, ring[at - 1]!, ring[at]!));
  }
  return nearest;
}

function toSegment([x, y]: Point, [x1, y1]: Point, [x2, y2]: Point): number {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - x1) * dx + (y - y1) * dy) / length));
  return Math.hypot(x - x1 - along * dx, y - y1 - along * dy);
}

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export function boxOf(rings: Rings): Box {
  const box = {
    left: Number.POSITIVE_INFINITY,
    top: Number.POSITIVE_INFINITY,
    right: Number.NEGATIVE_INFINITY,
    bottom: Number.NEGATIVE_INFINITY,
  };
  for (const [x, y] of rings.flat()) {
    box.left = Math.min(box.left, x);
    box.right = Math.max(box.right, x);
    box.top = Math.min(box.top, y);
    box.bottom = Math.max(box.bottom, y);
  }
  return box;
}

/** The area two boxes share. */
export function overlap(one: Box, other: Box): number {
  const width = Math.min(one.right, other.right) - Math.max(one.left, other.left);
  const height = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
  return width > 0 && height > 0 ? width * height : 0;
}

/** The point inside that lies farthest from every edge, by a grid that is refined once around the best. */
export function middleOf(rings: Rings): Point {
  const box = boxOf(rings);
  let best: { point: Point; clear: number } = {
    point: [(box.left + box.right) / 2, (box.top + box.bottom) / 2],
    clear: -1,
  };
  let [left, top, width, height] = [box.left, box.top, box.right - box.left, box.bottom - box.top];
  for (const steps of [16, 8]) {
    for (let row = 0; row <= steps; row++) {
      for (let column = 0; column <= steps; column++) {
        const point: Point = [left + (width * column) / steps, top + (height * row) / steps];
        if (!contains(rings, point)) continue;
        const clear = clearance(rings, point);
        if (clear > best.clear) best = { point, clear };
      }
    }
    [left, top] = [best.point[0] - width / steps, best.point[1] - height / steps];
    [width, height] = [(2 * width) / steps, (2 * height) / steps];
  }
  return best.point;
}
