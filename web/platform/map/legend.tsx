import { useText } from '../language.ts';
import { Mark } from './mark.tsx';
import { shadeOf } from './scale.ts';
import type { MapCounty, MapKind, MapPoint } from './types.ts';

export interface MapLegend {
  /** what the shade means: '可用天数' */
  title: string;
  /** how a limit is written: '7 天' */
  format: (value: number) => string;
  /** up to four limits of the shades, in rising order; default: about as many counties in each */
  limits?: readonly number[];
  /** what red and amber counties and points are: '14 天内断供' */
  danger?: string;
  warning?: string;
}

const words = {
  empty: ['未记录', 'Not recorded'],
} as const;

interface Props {
  legend: MapLegend;
  limits: readonly number[];
  counties: readonly MapCounty[];
  points: readonly MapPoint[];
  kinds: readonly MapKind[];
}

/** Only what the map shows is explained. */
export function Legend({ legend, limits, counties, points, kinds }: Props) {
  const text = useText(words);
  const shaded = counties.some((county) => county.value !== null && county.tone === undefined);
  const has = (tone: 'danger' | 'warning') =>
    counties.some((county) => county.tone === tone) || points.some((point) => point.tone === tone);
  return (
    <div className="bg-legend">
      <span className="bg-muted">{legend.title}</span>
      {has('danger') && legend.danger !== undefined && <Swatch className="bg-county-danger" label={legend.danger} />}
      {has('warning') && legend.warning !== undefined && (
        <Swatch className="bg-county-warning" label={legend.warning} />
      )}
      {shaded && limits.length > 0 && <Ramp limits={limits} format={legend.format} />}
      {counties.some((county) => county.value === null && county.tone === undefined) && (
        <Swatch className="bg-county-empty" label={text('empty')} />
      )}
      {kinds
        .filter((kind) => points.some((point) => point.kind === kind.key))
        .map((kind) => (
          <span key={kind.key} className="bg-legend-entry">
            <svg width="14" height="14" viewBox="-7 -7 14 14" aria-hidden="true">
              <Mark shape={kind.shape} radius={5} />
            </svg>
            {kind.label}
          </span>
        ))}
    </div>
  );
}

function Swatch({ className, label }: { className: string; label: string }) {
  return (
    <span className="bg-legend-entry">
      <svg width="16" height="12" aria-hidden="true">
        <rect x="0.5" y="0.5" width="15" height="11" rx="2" className={`bg-swatch ${className}`} />
      </svg>
      {label}
    </span>
  );
}

/** The shades side by side, each limit under the line between two of them. */
function Ramp({ limits, format }: { limits: readonly number[]; format: (value: number) => string }) {
  const classes = limits.length + 1;
  return (
    <span className="bg-ramp">
      {Array.from({ length: classes }, (_, at) => (
        <span key={at} className="bg-ramp-step">
          <svg width="100%" height="12" aria-hidden="true">
            <rect width="100%" height="12" className={`bg-shade-${shadeOf(at, classes)}`} />
          </svg>
          {at < limits.length && <span className="bg-ramp-limit">{format(limits[at]!)}</span>}
        </span>
      ))}
    </span>
  );
}
