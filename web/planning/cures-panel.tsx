import { Button } from 'antd';
import { useState } from 'react';
import type { PlanCure, PlanDetail } from '#contracts/planning.ts';
import type { RegistryNames } from '#contracts/registry-names.ts';
import { formatQuantity } from '#contracts/units.ts';
import { EmptyState } from '../platform/empty-state.tsx';
import { useLanguage, useText } from '../platform/language.ts';
import type { Names } from '../platform/names.ts';
import { notify } from '../platform/notices.tsx';
import { cureWords, ownerOf } from './story.ts';
import './supply.css';

const words = {
  none: ['没有要补的缺口', 'There is no shortage to cure'],
  computing: ['缺口的对策还在逐一验算', 'The cures are still being worked out and checked'],
  owner: ['责任：{owner}', 'Responsible: {owner}'],
  places: ['分到 {count} 处', 'To {count} places'],
  hide: ['收起', 'Hide'],
  copy: ['复制电话用语', 'Copy for a call'],
  copied: ['已复制，可直接粘贴', 'Copied: paste it where you need it'],
  notCopied: ['浏览器不允许复制，请选中文字复制', 'The browser does not allow copying: select the text instead'],
} as const;

interface Props {
  plan: PlanDetail;
  names: Names;
  registry: RegistryNames | undefined;
}

/** What can be done tonight, each proved by planning again with it done. */
export function CuresPanel({ plan, names, registry }: Props) {
  const text = useText(words);
  if (plan.itemsShort.length === 0) return <EmptyState title={text('none')} />;
  if (plan.cures.length === 0) return <p className="bg-muted">{text('computing')}</p>;
  return (
    <ol className="planning-cures">
      {plan.cures.map((cure, index) => (
        <li key={`${cure.kind}-${cure.item}-${index}`}>
          <Cure
            cure={cure}
            names={names}
            category={registry?.items.find((item) => item.code === cure.item)?.category}
          />
        </li>
      ))}
    </ol>
  );
}

function Cure({ cure, names, category }: { cure: PlanCure; names: Names; category: string | undefined }) {
  const text = useText(words);
  const { language } = useLanguage();
  const [open, setOpen] = useState(false);
  const { act, effect } = cureWords(cure, names, language);
  const unit = names.item(cure.act.code ?? cure.item).unit;
  const places = cure.act.to.map(({ place, quantity }) => ({
    name: names.place(place),
    quantity: quantity === null ? '' : formatQuantity(quantity, unit, language),
  }));
  const copy = async () => {
    const lines = [
      `${act}${language === 'zh' ? '：' : ': '}`,
      ...places.map((place) => `${place.name} ${place.quantity}`),
      effect,
    ];
    try {
      await navigator.clipboard.writeText(lines.join('\n'));
      notify(words.copied);
    } catch {
      notify(words.notCopied);
    }
  };
  return (
    <>
      <div className="planning-cure">
        <div>
          <strong>{act}</strong>
          <div className="bg-muted">
            {effect} · {text('owner', { owner: ownerOf(category, language) })}
          </div>
        </div>
        <div className="planning-cure-acts bg-no-print">
          {places.length > 1 && (
            <Button size="small" onClick={() => setOpen(!open)} aria-expanded={open}>
              {open ? text('hide') : text('places', { count: places.length })}
            </Button>
          )}
          <Button size="small" onClick={() => void copy()}>
            {text('copy')}
          </Button>
        </div>
      </div>
      {open && (
        <ul className="planning-places">
          {places.map((place) => (
            <li key={place.name}>
              <span>{place.name}</span>
              <span className="bg-number">{place.quantity}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
