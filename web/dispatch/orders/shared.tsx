/** What the pages of orders show alike: names, states, lots. */
import { useMemo } from 'react';
import type { OrderHead } from '#contracts/orders.ts';
import { type OrderState, orderStateNames } from '#contracts/orders-terms.ts';
import { registryNames } from '#contracts/registry-names.ts';
import { gradeNames } from '#contracts/stock-terms.ts';
import { useOfflineData } from '../../phone/offline-data.ts';
import { useData } from '../../platform/data.ts';
import { localName, pick, useLanguage, useText } from '../../platform/language.ts';
import { Quantity } from '../../platform/number.tsx';
import './orders.css';

const words = {
  late: ['超期', 'late'],
  urgent: ['紧急', 'urgent'],
  noLot: ['无批号 #{lot}', 'no lot number, #{lot}'],
} as const;

export interface ItemWords {
  name: string;
  unit: string;
}

/** Name and unit of an item by its code, in the reader's language; on a telephone also without a network. */
export function useItemWords(): (code: string) => ItemWords {
  const { language } = useLanguage();
  const { data } = useOfflineData(registryNames, {}, { topics: ['registry'] });
  const byCode = useMemo(
    () => new Map((data?.items ?? []).map((item) => [item.code, { name: localName(item, language), unit: item.unit }])),
    [data, language],
  );
  return (code) => byCode.get(code) ?? { name: code, unit: '' };
}

export function useItemOptions(): Array<{ value: string; label: string }> {
  const { language } = useLanguage();
  const { data } = useData(registryNames, {}, { topics: ['registry'] });
  return useMemo(
    () => (data?.items ?? []).map((item) => ({ value: item.code, label: localName(item, language) })),
    [data, language],
  );
}

export function StateWord({ state, late, urgent }: { state: OrderState; late: boolean; urgent: boolean }) {
  const { language } = useLanguage();
  const text = useText(words);
  return (
    <span className="orders-state">
      <span className={`orders-dot orders-dot-${state}`} aria-hidden="true" />
      {pick(orderStateNames[state], language)}
      {late && <strong className="bg-warning"> · {text('late')}</strong>}
      {urgent && <span className="bg-muted"> · {text('urgent')}</span>}
    </span>
  );
}

/** '口罩 2.16 万只、…' */
export function ItemsWords({ items }: { items: OrderHead['items'] }) {
  const { language } = useLanguage();
  const itemWords = useItemWords();
  return (
    <span>
      {items.map(({ item, quantity }, index) => (
        <span key={item}>
          {index > 0 && (language === 'zh' ? '、' : ', ')}
          {itemWords(item).name} <Quantity value={quantity} unit={itemWords(item).unit} />
        </span>
      ))}
    </span>
  );
}

interface LotNamed {
  lot: number;
  lotNumber: string;
  grade: 'medical' | 'general' | null;
}

export function useLotName(): (lot: LotNamed) => string {
  const { language } = useLanguage();
  const text = useText(words);
  return ({ lot, lotNumber, grade }) => {
    const number = lotNumber === '' ? text('noLot', { lot }) : lotNumber;
    return grade === null ? number : `${number} · ${pick(gradeNames[grade], language)}`;
  };
}
