/** The bulletin on energy (S9). */
import { formatQuantity } from '#contracts/units.ts';
import type { EnergyReading } from '#server/registry/dataset/index.ts';
import { compareWithLastYear } from './energy.ts';
import { compose, derived, joinSegments, type Origin, type Paragraph, pointer, type Segment } from './segments.ts';
import { INDICATORS, indicatorKey, indicatorLayout, STATUS_IN_ENGLISH } from './structure.ts';
import { body, type Writing } from './writing.ts';

export function energyText(writing: Writing): Paragraph[] {
  const zh = writing.language === 'zh';
  const told = writing.dataset.energy
    .map((reading) => readingText(writing, reading))
    .filter((segments) => segments.length > 0);
  if (!zh)
    for (const [first] of told.slice(0, 1))
      if (first !== undefined) first.text = first.text.charAt(0).toUpperCase() + first.text.slice(1);
  return told.length === 0 ? [] : [body('energy/readings', joinSegments(told, zh ? '；' : '; '), zh ? '。' : '.')];
}

const originOf = (reading: EnergyReading): Origin => ({ kind: 'energy', ids: [reading.indicator] });

function readingText(writing: Writing, reading: EnergyReading): Segment[] {
  const zh = writing.language === 'zh';
  const origin = originOf(reading);
  const name = zh ? reading.name : `${INDICATORS[reading.indicator]?.english ?? reading.name}: `;
  if (reading.value === null) {
    const status = zh ? reading.status : (STATUS_IN_ENGLISH[reading.status] ?? reading.status);
    const path = pointer('energy', indicatorLayout(reading.indicator).key);
    return status === ''
      ? []
      : compose(name, derived(path, STATUS_IN_ENGLISH[reading.status] ?? reading.status, status, origin));
  }
  const unit = INDICATORS[reading.indicator]?.plainKey === true && !zh ? '只' : reading.unit;
  const text = formatQuantity(reading.value, unit, writing.language, { exact: true });
  const value = {
    ...derived(pointer('energy', indicatorKey(reading.indicator, reading.unit)), reading.value, text, origin),
    unit: reading.unit,
  };
  return compose(zh ? `${name} ` : name, value, comparisonText(writing, reading));
}

function comparisonText(writing: Writing, reading: EnergyReading): Segment[] {
  const key = indicatorLayout(reading.indicator).comparison;
  const compared = key === undefined ? null : compareWithLastYear(reading);
  if (key === undefined || compared === null) return [];
  const percent = compared.percent === null || compared.percent.isZero() ? '' : ` ${compared.percent}%`;
  const zh = { above: `高于去年同期${percent}`, below: `低于去年同期${percent}`, level: '与去年同期持平' };
  const en = {
    above: `${percent} above last year`,
    below: `${percent} below last year`,
    level: 'level with last year',
  };
  const text = writing.language === 'zh' ? zh[compared.direction] : en[compared.direction].trim();
  return compose(
    writing.language === 'zh' ? '，' : ', ',
    derived(pointer('energy', key), compared.words, text, originOf(reading)),
  );
}
