/** What the pages of requests show alike. */
import { Tag } from 'antd';
import { useMemo } from 'react';
import { requestContracts, requestStateNames, type SupplyRequest, urgencyNames } from '#contracts/requests.ts';
import { gradeNames } from '#contracts/stock-terms.ts';
import { formatQuantity } from '#contracts/units.ts';
import { useData } from '../platform/data.ts';
import { localName, pick, useLanguage } from '../platform/language.ts';

export interface ItemChoice {
  code: string;
  name: string;
  nameEn: string;
  unit: string;
  graded: boolean;
}

const noChoices: { points: Array<{ id: string; name: string }>; items: ItemChoice[] } = { points: [], items: [] };

/** Places and items that the reader may ask for; their names. */
export function useChoices() {
  const { data } = useData(requestContracts.points, {}, { topics: ['registry'] });
  const choices = data ?? noChoices;
  const byCode = useMemo(() => new Map(choices.items.map((item) => [item.code, item])), [choices]);
  const item = (code: string): ItemChoice =>
    byCode.get(code) ?? { code, name: code, nameEn: code, unit: '', graded: false };
  return { ...choices, item };
}

/** '口罩 · 医用 40,000 只' without the quantity. */
export function useItemWords(): (code: string, grade: 'medical' | 'general' | null) => string {
  const { language } = useLanguage();
  const { item } = useChoices();
  return (code, grade) => {
    const name = localName(item(code), language);
    return grade === null ? name : `${name} · ${pick(gradeNames[grade], language)}`;
  };
}

export function useQuantityWords(): (quantity: string, item: string) => string {
  const { language } = useLanguage();
  const { item } = useChoices();
  return (quantity, code) => formatQuantity(quantity, item(code).unit, language);
}

export function StateTag({ request }: { request: SupplyRequest }) {
  const { language } = useLanguage();
  const waits = request.state === 'filed' || request.state === 'referred';
  return <Tag color={waits ? 'blue' : 'default'}>{pick(requestStateNames[request.state], language)}</Tag>;
}

export function Urgency({ request }: { request: Pick<SupplyRequest, 'urgency'> }) {
  const { language } = useLanguage();
  const words = pick(urgencyNames[request.urgency], language);
  return request.urgency === 'routine' ? <span>{words}</span> : <strong>{words}</strong>;
}
