import { formatDay } from '#contracts/calendar.ts';
import type { Language } from '#contracts/errors.ts';
import type { ReportFigures, ReportForm } from '#contracts/reports.ts';
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

const lateness = {
  late: ['{since} 起已超时，请尽快报送', 'Late since {since}: file it now'],
  chasedBy: ['{name}正在催报', '{name} is chasing it'],
  promised: ['约定 {promised} 前报', 'promised by {promised}'],
} as const;

const marks = {
  zh: { colon: '：', and: '、', comma: '，', semicolon: '；', open: '（', close: '）' },
  en: { colon: ': ', and: ', ', comma: ', ', semicolon: '; ', open: ' (', close: ')' },
} as const;

/** What stands between words, as each language writes it. */
export function useMarks(): (typeof marks)[Language] {
  return marks[useLanguage().language];
}

/** What hinders, in one line: '物流运输：外地原料车晚到；用工'. */
export function useHindranceWords(): (rows: ReportFigures['hindrances']) => string {
  const { language } = useLanguage();
  const { colon, semicolon } = useMarks();
  return (rows) =>
    rows
      .map(({ kind, text }) => [pick(hindranceNames[kind], language), text].filter(Boolean).join(colon))
      .join(semicolon);
}

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

/** '2022-01-08 18:00' of the business clock as it is read: '1月8日 18:00', '8 January 18:00'. */
export const momentWords = (moment: string, language: Language): string =>
  `${formatDay(moment.slice(0, 10), language)} ${moment.slice(11)}`;

/** Since when the clerk's report is late, who is after it, and what was promised. */
export function useLateWords(): (form: Pick<ReportForm, 'overdueSince' | 'chasedBy'>) => string {
  const text = useText(lateness);
  const { language } = useLanguage();
  return ({ overdueSince, chasedBy }) =>
    [
      text('late', { since: momentWords(overdueSince ?? '', language) }),
      chasedBy !== null && text('chasedBy', { name: chasedBy.name }),
      chasedBy?.promised != null && text('promised', { promised: momentWords(chasedBy.promised, language) }),
    ]
      .filter(Boolean)
      .join(language === 'zh' ? '；' : '; ');
}

export function useHindranceChoices(): Array<{ kind: (typeof hindranceKinds)[number]; name: string }> {
  const { language } = useLanguage();
  return hindranceKinds.map((kind) => ({ kind, name: pick(hindranceNames[kind], language) }));
}
