import type { ReportForm } from '#contracts/reports.ts';
import { hindranceKinds, hindranceNames } from '#contracts/reports-terms.ts';
import { localName, pick, useLanguage, useText } from '../platform/language.ts';

const words = {
  made: ['生产', 'made'],
  sent: ['发出', 'sent'],
  stock: ['结存', 'stock'],
  lots: ['批次', 'lots'],
  madeLot: ['当日批号', 'today’s lot'],
  left: ['剩余', 'left'],
  arrived: ['到货', 'arrived'],
  staffPresent: ['到岗人数', 'Staff present'],
  powerKwh: ['用电', 'Power'],
  gasM3: ['用气', 'Gas'],
  hindrances: ['困难', 'What hinders'],
} as const;

/** 'items.mask.made' → '口罩 生产'. */
export function useFieldName(form: Pick<ReportForm, 'items' | 'inputs'> | undefined): (field: string) => string {
  const text = useText(words);
  const { language } = useLanguage();
  const partName = (part: string): string => (part in words ? text(part as keyof typeof words) : part);
  return (field) => {
    const [group = '', code = '', part = ''] = field.split('.');
    const named =
      group === 'items' ? form?.items.find((one) => one.item === code) : form?.inputs.find((one) => one.input === code);
    if (group !== 'items' && group !== 'inputs') return partName(group);
    return `${named === undefined ? code : localName(named, language)} ${partName(part)}`.trim();
  };
}

/** Since when the clerk's report is late, who is after it, and what was promised. */
export function lateWords({ overdueSince, chasedBy }: Pick<ReportForm, 'overdueSince' | 'chasedBy'>): [string, string] {
  const zh = [`${overdueSince?.slice(5)} 起已超时，请尽快报送`];
  const en = [`Late since ${overdueSince?.slice(5)}: file it now`];
  if (chasedBy !== null) {
    zh.push(`${chasedBy.name}正在催报`);
    en.push(`${chasedBy.name} is chasing it`);
    if (chasedBy.promised !== null) {
      zh.push(`约定 ${chasedBy.promised.slice(5)} 前报`);
      en.push(`promised by ${chasedBy.promised.slice(5)}`);
    }
  }
  return [zh.join('；'), en.join('; ')];
}

export function useHindranceChoices(): Array<{ kind: (typeof hindranceKinds)[number]; name: string }> {
  const { language } = useLanguage();
  return hindranceKinds.map((kind) => ({ kind, name: pick(hindranceNames[kind], language) }));
}
