import { type KeyboardEvent, type ReactNode, type RefCallback, useCallback, useMemo, useState } from 'react';
import { useText } from '../language.ts';
import '../table/table.css';
import { type PictureTable, WithTable } from '../with-table.tsx';
import { type Point, readBoundaries } from './geometry.ts';
import { layOut, type MapLayout } from './layout.ts';
import { Legend, type MapLegend } from './legend.tsx';
import './map.css';
import { Mark } from './mark.tsx';
import { classOf, limitsOf, shadeOf } from './scale.ts';
import type { MapCounty, MapFlow, MapKind, MapPoint } from './types.ts';

export type { MapLegend } from './legend.tsx';
export type { MapCounty, MapFlow, MapKind, MapPoint, MarkShape } from './types.ts';

const words = {
  county: ['县区', 'County'],
  none: [
    '这座城市还没有县区边界，导入后显示地图',
    'This city has no county boundaries yet: import them to see the map',
  ],
} as const;

export interface CountyMapProps {
  /** what the map shows, for screen readers and the switch: '口罩可用天数，按县区' */
  label: string;
  /** GeoJSON as the API gives it */
  boundaries: unknown;
  counties: readonly MapCounty[];
  legend: MapLegend;
  points?: readonly MapPoint[];
  kinds?: readonly MapKind[];
  flows?: readonly MapFlow[];
  onCounty?: (code: string) => void;
  onPoint?: (id: string) => void;
  /** the county chosen on the page */
  chosen?: string | null;
  /** the text alternative; default: the counties with their labels */
  table?: PictureTable;
  /** the largest height in pixels; default 520 */
  maxHeight?: number;
}

interface Spot {
  key: string;
  at: Point;
  name: string;
  detail: ReadonlyArray<readonly [name: string, value: ReactNode]>;
}

const NOTHING: never[] = [];

/** The counties by value, with marks and flows. Arrow keys go from one thing to the next, Enter opens it. */
export function CountyMap(props: CountyMapProps) {
  const { counties, points = NOTHING, flows = NOTHING, kinds = NOTHING, maxHeight = 520 } = props;
  const text = useText(words);
  const [width, box] = useWidth();
  const boundaries = useMemo(() => readBoundaries(props.boundaries), [props.boundaries]);
  const layout = useMemo(() => {
    const contents = { boundaries, counties, points, flows };
    const first = layOut(contents, width);
    return first.height > maxHeight ? layOut(contents, Math.floor((width * maxHeight) / first.height)) : first;
  }, [boundaries, counties, points, flows, width, maxHeight]);
  const limits = useMemo(
    () =>
      props.legend.limits ??
      limitsOf(counties.flatMap((county) => (county.value === null || county.tone ? [] : [county.value]))),
    [props.legend.limits, counties],
  );
  const table = props.table ?? {
    columns: [text('county'), props.legend.title],
    rows: counties.map((county) => [county.name, county.label ?? '—']),
  };

  if (boundaries.length === 0) return <p className="bg-muted">{text('none')}</p>;
  return (
    <WithTable label={props.label} table={table} height={layout.height}>
      <div ref={box} className="bg-map">
        <Drawing {...props} layout={layout} limits={limits} kinds={kinds} />
        <Legend legend={props.legend} limits={limits} counties={counties} points={points} kinds={kinds} />
      </div>
    </WithTable>
  );
}

/** The width there is, followed from the moment the element appears. */
function useWidth(): [width: number, box: RefCallback<HTMLDivElement>] {
  const [width, setWidth] = useState(640);
  const box = useCallback((element: HTMLDivElement | null) => {
    if (element === null) return;
    const look = () => setWidth(Math.max(240, Math.round(element.clientWidth)));
    look();
    const sizes = new ResizeObserver(look);
    sizes.observe(element);
    return () => sizes.disconnect();
  }, []);
  return [width, box];
}

type DrawingProps = CountyMapProps & { layout: MapLayout; limits: readonly number[]; kinds: readonly MapKind[] };

function Drawing(props: DrawingProps) {
  const { layout, limits, kinds, chosen, onCounty, onPoint } = props;
  const [shown, setShown] = useState<string | null>(null);
  const [stop, setStop] = useState(0);
  const spots = useMemo(() => spotsOf(layout), [layout]);
  const width = useMemo(
    () => Math.max(...layout.shapes.flatMap((shape) => shape.rings.flat().map(([x]) => x)), 0) + 20,
    [layout],
  );
  const shapeOf = new Map(kinds.map((kind) => [kind.key, kind.shape]));
  const spot = spots.find((one) => one.key === shown);

  function onKey(event: KeyboardEvent<SVGSVGElement>): void {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const key = (event.target as Element).getAttribute('data-key');
    if (event.key === 'Escape') setShown(null);
    if ((event.key === 'Enter' || event.key === ' ') && key !== null) {
      event.preventDefault();
      open(key);
    }
    if (step === undefined) return;
    event.preventDefault();
    const next = (stop + step + spots.length) % spots.length;
    setStop(next);
    event.currentTarget.querySelector<SVGElement>(`[data-key="${CSS.escape(spots[next]!.key)}"]`)?.focus();
  }
  function open(key: string): void {
    const [sort, ...rest] = key.split(':');
    if (sort === 'county') onCounty?.(rest.join(':'));
    if (sort === 'point') onPoint?.(rest.join(':'));
  }
  const handlers = (key: string, act: boolean) => {
    const index = spots.findIndex((one) => one.key === key);
    const found = spots[index];
    return {
      'data-key': key,
      tabIndex: index === stop ? 0 : -1,
      role: act ? 'button' : 'img',
      'aria-label': found === undefined ? key : spoken(found),
      onFocus: () => {
        setShown(key);
        setStop(index);
      },
      onBlur: () => setShown(null),
      onPointerEnter: () => setShown(key),
      onPointerLeave: () => setShown(null),
      ...(act ? { onClick: () => open(key) } : {}),
    };
  };

  return (
    <div className="bg-map-drawing" style={{ height: layout.height }}>
      {/* biome-ignore lint/a11y/noSvgWithoutTitle: a title would show as a second tooltip; the figure around is labelled */}
      <svg width={width} height={layout.height} viewBox={`0 0 ${width} ${layout.height}`} onKeyDown={onKey}>
        {layout.shapes.map((shape) => (
          <path
            key={shape.boundary.code}
            d={shape.path}
            fillRule="evenodd"
            className={[
              'bg-county',
              fillOf(shape.county, limits),
              onCounty === undefined ? '' : 'bg-county-opens',
              chosen === shape.boundary.code ? 'bg-county-chosen' : '',
            ].join(' ')}
            {...handlers(`county:${shape.boundary.code}`, onCounty !== undefined)}
          />
        ))}
        {layout.flows.map(({ flow, path, width: thickness, head }) => (
          <g
            key={flow.id}
            className={flow.tone === undefined ? 'bg-flow' : `bg-flow bg-flow-${flow.tone}`}
            {...handlers(`flow:${flow.id}`, false)}
          >
            <path d={path} strokeWidth={thickness} />
            <path d={head} className="bg-flow-head" />
          </g>
        ))}
        {layout.points.map(({ point, at, radius }) => (
          <g
            key={point.id}
            transform={`translate(${at[0].toFixed(1)} ${at[1].toFixed(1)})`}
            className={onPoint === undefined ? 'bg-point' : 'bg-point bg-county-opens'}
            {...handlers(`point:${point.id}`, onPoint !== undefined)}
          >
            <circle r={Math.max(12, radius + 3)} className="bg-point-reach" />
            <Mark shape={shapeOf.get(point.kind) ?? 'disc'} radius={radius} tone={point.tone} />
          </g>
        ))}
        <Labels layout={layout} />
      </svg>
      {spot !== undefined && <Tip spot={spot} width={width} />}
    </div>
  );
}

function spoken(spot: Spot): string {
  const detail = spot.detail.map(([name, value]) =>
    typeof value === 'string' || typeof value === 'number' ? `${name} ${value}` : '',
  );
  return [spot.name, ...detail.filter((part) => part !== '')].join(', ');
}

function spotsOf(layout: MapLayout): Spot[] {
  const labels = new Map(layout.labels.map((label) => [label.code, label]));
  return [
    ...layout.shapes.map((shape) => {
      const label = labels.get(shape.boundary.code);
      const detail =
        shape.county?.detail ?? (shape.county?.label === undefined ? [] : [['', shape.county.label] as const]);
      return {
        key: `county:${shape.boundary.code}`,
        at: label?.from ?? label?.at ?? ([0, 0] as Point),
        name: shape.lines[0]!,
        detail,
      };
    }),
    ...layout.points.map(({ point, at }) => ({
      key: `point:${point.id}`,
      at,
      name: point.name,
      detail: point.detail ?? [],
    })),
    ...layout.flows.map(({ flow, middle }) => ({
      key: `flow:${flow.id}`,
      at: middle,
      name: flow.name,
      detail: flow.detail ?? [],
    })),
  ];
}

function fillOf(county: MapCounty | undefined, limits: readonly number[]): string {
  if (county?.tone !== undefined) return `bg-county-${county.tone}`;
  if (county === undefined || county.value === null) return 'bg-county-empty';
  return `bg-shade-${shadeOf(classOf(county.value, limits), limits.length + 1)}`;
}

function Labels({ layout }: { layout: MapLayout }) {
  const shapes = new Map(layout.shapes.map((shape) => [shape.boundary.code, shape]));
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it takes the focus; each county says its label itself
    <g className="bg-map-labels" fontSize={layout.fontSize} aria-hidden="true">
      {layout.labels.map((label) => {
        const shape = shapes.get(label.code)!;
        const top = label.at[1] - ((shape.lines.length - 1) * layout.lineHeight) / 2 + layout.fontSize * 0.36;
        const tone = shape.county?.tone;
        return (
          <g key={label.code}>
            {label.from !== null && <Leader from={label.from} label={label.at} box={label.box} />}
            <text x={label.at[0]} y={top}>
              {shape.lines.map((line, index) => (
                <tspan
                  key={index}
                  x={label.at[0]}
                  dy={index === 0 ? 0 : layout.lineHeight}
                  className={index === 0 ? 'bg-label-name' : tone === undefined ? undefined : `bg-label-${tone}`}
                >
                  {line}
                </tspan>
              ))}
            </text>
          </g>
        );
      })}
    </g>
  );
}

/** From inside the county to the edge of its label. */
function Leader({
  from,
  label,
  box,
}: {
  from: Point;
  label: Point;
  box: { left: number; right: number; top: number; bottom: number };
}) {
  const [dx, dy] = [from[0] - label[0], from[1] - label[1]];
  const reach = Math.min(
    dx === 0 ? Number.POSITIVE_INFINITY : (box.right - box.left) / 2 / Math.abs(dx),
    dy === 0 ? Number.POSITIVE_INFINITY : (box.bottom - box.top) / 2 / Math.abs(dy),
  );
  if (reach >= 1) return null;
  return (
    <>
      <line className="bg-leader" x1={from[0]} y1={from[1]} x2={label[0] + dx * reach} y2={label[1] + dy * reach} />
      <circle className="bg-leader-end" cx={from[0]} cy={from[1]} r="2" />
    </>
  );
}

function Tip({ spot, width }: { spot: Spot; width: number }) {
  const [x, y] = spot.at;
  const right = x > width / 2;
  return (
    <div
      className="bg-tip"
      style={{ [right ? 'right' : 'left']: right ? `calc(100% - ${x - 14}px)` : x + 14, top: Math.max(0, y - 20) }}
    >
      <strong>{spot.name}</strong>
      {spot.detail.length > 0 && (
        <dl>
          {spot.detail.map(([name, value], index) => (
            <div key={index}>
              {name !== '' && <dt>{name}</dt>}
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}
