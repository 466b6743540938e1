import { Segmented } from 'antd';
import { useMemo, useState } from 'react';
import type { RegistryNames } from '#contracts/registry-names.ts';
import type { Situation } from '#contracts/situation.ts';
import { coverDaysTold, type Position } from '#contracts/stock-position.ts';
import { formatNumber, formatQuantity, unitName } from '#contracts/units.ts';
import { shortByCounty } from '../planning/story.ts';
import { useLanguage, useText } from '../platform/language.ts';
import { CountyMap, type MapCounty, type MapPoint } from '../platform/map/county-map.tsx';
import type { Names } from '../platform/names.ts';

const words = {
  measure: ['看什么', 'Show'],
  short: ['缺口', 'Shortage'],
  days: ['可用天数', 'Days of cover'],
  need: ['日需求', 'Need a day'],
  stock: ['库存', 'Stock'],
  capacity: ['日产能', 'Capacity a day'],
  label: ['{item}：{measure}，按县区', '{item}: {measure} by county'],
  daysOf: ['{days} 天', '{days} days'],
  licensed: ['持证企业', 'Licensed producer'],
  unlicensed: ['无证企业', 'Producer without licence'],
  hospital: ['医院', 'Hospital'],
  goesWithout: ['有人领不到', 'People go without'],
} as const;

type Measure = 'short' | 'days' | 'need' | 'stock' | 'capacity';

interface Props {
  item: string;
  answer: Position;
  shortages: Situation['shortages'];
  registry: RegistryNames | undefined;
  boundaries: unknown;
  names: Names;
  today: string;
  maxHeight?: number;
  /** the wall screen shows one measure and no switch */
  fixed?: Measure;
}

/** The counties by what differs between them, with the plants that make the item and the points that need it. */
export function CountyPicture(props: Props) {
  const { item, answer, shortages, registry, names, today } = props;
  const text = useText(words);
  const { language } = useLanguage();
  const short = useMemo(() => shortByCounty(shortages, item), [shortages, item]);
  const [asked, ask] = useState<Measure | null>(null);
  const measure = props.fixed ?? asked ?? (short.size > 0 ? 'short' : 'days');
  const unit = names.item(item).unit;
  const counties = useMemo(
    () =>
      countiesOf(
        answer,
        item,
        measure,
        short,
        (value) => written(measure, value, unit, language, text('daysOf', { days: coverDaysTold(value) })),
        language,
      ),
    [answer, item, measure, short, unit, language, text],
  );
  const points = useMemo(() => pointsOf(registry, item, today), [registry, item, today]);
  const kinds = [
    { key: 'licensed', label: text('licensed'), shape: 'disc' as const },
    { key: 'unlicensed', label: text('unlicensed'), shape: 'ring' as const },
    { key: 'hospital', label: text('hospital'), shape: 'cross' as const },
  ];
  const title = text('label', { item: names.item(item).name, measure: text(measure) });
  return (
    <>
      {props.fixed === undefined && (
        <Segmented<Measure>
          size="small"
          className="command-measures"
          aria-label={text('measure')}
          value={measure}
          onChange={ask}
          options={(['short', 'days', 'need', 'stock', 'capacity'] as const).map((value) => ({
            value,
            label: text(value),
            disabled: value === 'short' && short.size === 0,
          }))}
        />
      )}
      <CountyMap
        label={title}
        boundaries={props.boundaries}
        counties={counties}
        legend={{
          title: [text(measure), measure === 'days' ? '' : unitName(unit, language)].filter(Boolean).join(' · '),
          format: (value) => formatNumber(String(Math.round(value * 10) / 10), language),
          danger: text('goesWithout'),
        }}
        points={points}
        kinds={kinds}
        {...(props.maxHeight === undefined ? {} : { maxHeight: props.maxHeight })}
      />
    </>
  );
}

function written(measure: Measure, value: number, unit: string, language: 'zh' | 'en', days: string): string {
  return measure === 'days' ? days : formatQuantity(String(Number(value.toFixed(6))), unit, language);
}

function countiesOf(
  answer: Position,
  item: string,
  measure: Measure,
  short: Map<string, number>,
  write: (value: number) => string,
  language: 'zh' | 'en',
): MapCounty[] {
  return answer.counties.map((county) => {
    const placed = county.items.find((each) => each.item === item);
    const value = measured(measure, placed, short.get(county.county));
    return {
      code: county.county,
      name: language === 'en' && county.nameEn !== '' ? county.nameEn : county.name,
      value,
      ...(value === null || value === 0 ? {} : { label: write(value) }),
      // When every county is short one red map says nothing: the shades then tell how much.
      ...(measure === 'short' && value !== null && value > 0 && !everyCountyShort(answer, short)
        ? { tone: 'danger' as const }
        : {}),
    };
  });
}

function everyCountyShort(answer: Position, short: Map<string, number>): boolean {
  return answer.counties.every((county) => (short.get(county.county) ?? 0) > 0);
}

type Placed = Position['counties'][number]['items'][number];

function measured(measure: Measure, placed: Placed | undefined, short: number | undefined): number | null {
  switch (measure) {
    case 'short':
      // a county that the reader does not see has no value: it is neither short nor well supplied
      return short ?? (placed === undefined ? null : 0);
    case 'days':
      return placed?.days === null || placed?.days === undefined ? null : Number(placed.days);
    case 'need':
      return placed === undefined ? null : Number(placed.needPerDay.value);
    case 'stock':
      return placed === undefined ? null : Number(placed.stock.value);
    case 'capacity':
      return placed === undefined ? null : placed.capacity.reduce((sum, figure) => sum + Number(figure.value), 0);
  }
}

function pointsOf(registry: RegistryNames | undefined, item: string, today: string): MapPoint[] {
  if (registry === undefined) return [];
  const plants = registry.enterprises
    .filter((plant) => plant.items.includes(item))
    .map((plant) => ({
      id: plant.id,
      name: plant.name,
      longitude: plant.lon,
      latitude: plant.lat,
      kind: plant.hygieneLicenceUntil !== null && plant.hygieneLicenceUntil >= today ? 'licensed' : 'unlicensed',
    }));
  const points = registry.demandPoints
    .filter((point) => point.kind === 'hospital')
    .map((point) => ({
      id: point.id,
      name: point.name,
      longitude: point.lon,
      latitude: point.lat,
      kind: 'hospital',
      size: 0.2,
    }));
  return [...points, ...plants];
}
