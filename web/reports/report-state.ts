/** What the clerk has filled in: begun with what is known, followed by what follows from it, kept on this device and on the server. */
import { Decimal } from 'decimal.js';
import { useEffect, useMemo, useRef, useState } from 'react';
import { type DraftFigures, type ReportFigures, type ReportForm, reportContracts } from '#contracts/reports.ts';
import { call } from '../platform/client.ts';
import { useDraft } from '../platform/draft.ts';

type ItemDraft = DraftFigures['items'][number];
type InputDraft = DraftFigures['inputs'][number];

interface Filled {
  figures: DraftFigures;
  /** fields that were written by hand: they no longer follow from others */
  typed: string[];
  /** one for a report and its repeats */
  clientId: string;
}

/** By the books and what is said of the day; null where it would be below nothing. */
export function stockFrom(known: ReportForm['items'][number], row: Pick<ItemDraft, 'made' | 'sent'>): string | null {
  if (known.counted) return known.closing;
  if (row.made === null || row.sent === null) return null;
  const stock = new Decimal(known.closing).add(row.made).sub(known.made).sub(row.sent).add(known.sent);
  return stock.isNegative() ? null : stock.toFixed();
}

/** Left before, and arrived, less what the bill of materials says was used. */
export function leftFrom(
  known: ReportForm['inputs'][number],
  row: InputDraft,
  items: readonly ItemDraft[],
): string | null {
  if (known.counted) return known.before;
  const used = known.perUnit.reduce((sum, part) => {
    const made = items.find((item) => item.item === part.item)?.made ?? '0';
    return sum.add(new Decimal(made).mul(part.quantity));
  }, new Decimal(0));
  const left = new Decimal(known.before).add(row.arrived ?? known.inboundPerDay).sub(used);
  return left.isNegative() ? null : left.toDecimalPlaces(6).toFixed();
}

/** Stock and inputs that nobody wrote by hand follow from what was made and sent. */
export function followed(form: ReportForm, figures: DraftFigures, typed: readonly string[]): DraftFigures {
  const items = figures.items.map((row) => {
    const known = form.items.find((one) => one.item === row.item);
    if (known === undefined || typed.includes(`items.${row.item}.stock`)) return row;
    return { ...row, stock: stockFrom(known, row) };
  });
  const inputs = figures.inputs.map((row) => {
    const known = form.inputs.find((one) => one.input === row.input);
    if (known === undefined || typed.includes(`inputs.${row.input}.left`)) return row;
    return { ...row, left: leftFrom(known, row, items) };
  });
  return { ...figures, items, inputs };
}

/** The figures when they are whole, else the fields that still lack something. */
export function wholeOrMissing(figures: DraftFigures): { whole: ReportFigures | null; missing: string[] } {
  const missing = [
    ...figures.items.flatMap((row) =>
      (['made', 'sent', 'stock'] as const)
        .filter((part) => row[part] === null)
        .map((part) => `items.${row.item}.${part}`),
    ),
    ...figures.inputs.filter((row) => row.left === null).map((row) => `inputs.${row.input}.left`),
    ...(figures.staffPresent === null ? ['staffPresent'] : []),
    ...figures.hindrances.flatMap((row, index) =>
      row.kind === 'other' && row.text.trim() === '' ? [`hindrances.${index}.text`] : [],
    ),
  ];
  return { whole: missing.length === 0 ? (figures as ReportFigures) : null, missing };
}

const newClientId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join('');
const saveAfter = 2_000;

export type ReportState = ReturnType<typeof useReportState>;

/** `onServer: false` for an officer's correction, which is no clerk's draft. */
export function useReportState(form: ReportForm, { onServer = true } = {}) {
  const initial = useMemo<Filled>(() => {
    const sent = form.report?.figures;
    const figures = form.draft?.figures ?? sent ?? form.prefill;
    // what was saved or sent is as its writer left it; only a fresh form follows the books
    const typed = form.draft === null && sent === undefined ? [] : allFollowers(figures);
    return { figures, typed, clientId: newClientId() };
  }, [form]);
  const draft = useDraft<Filled>(`${onServer ? 'report' : 'correction'}.${form.enterprise}.${form.day}`, initial);
  const { value, change } = draft;
  const [touched, setTouched] = useState(false);
  useServerDraft(form, value.figures, touched && onServer);
  const edit = (field: string, next: (figures: DraftFigures) => DraftFigures) => {
    setTouched(true);
    change((before) => {
      const typed = before.typed.includes(field) ? before.typed : [...before.typed, field];
      return { ...before, typed, figures: followed(form, next(before.figures), typed) };
    });
  };
  return {
    figures: value.figures,
    clientId: value.clientId,
    restoredFrom: draft.restoredFrom,
    discard: draft.discard,
    /** it has been filed: what comes after is no draft of it, however long the answer takes to show */
    sent: () => {
      setTouched(false);
      draft.discard();
    },
    ...wholeOrMissing(value.figures),
    setItem: (item: string, part: 'made' | 'sent' | 'stock', quantity: string | null) =>
      edit(`items.${item}.${part}`, (figures) => ({
        ...figures,
        items: figures.items.map((row) =>
          row.item === item ? { ...row, [part]: quantity, ...(part === 'stock' ? { lots: null } : {}) } : row,
        ),
      })),
    setMadeLot: (item: string, madeLot: ItemDraft['madeLot']) =>
      edit(`items.${item}.madeLot`, (figures) => ({
        ...figures,
        items: figures.items.map((row) => (row.item === item ? { ...row, madeLot } : row)),
      })),
    setLots: (item: string, lots: NonNullable<ItemDraft['lots']>, stock: string) =>
      edit(`items.${item}.stock`, (figures) => ({
        ...figures,
        items: figures.items.map((row) => (row.item === item ? { ...row, lots, stock } : row)),
      })),
    setInput: (input: string, part: 'left' | 'arrived', quantity: string | null) =>
      edit(`inputs.${input}.${part}`, (figures) => ({
        ...figures,
        inputs: figures.inputs.map((row) => (row.input === input ? { ...row, [part]: quantity } : row)),
      })),
    set: (part: Partial<Pick<DraftFigures, 'staffPresent' | 'powerKwh' | 'gasM3' | 'hindrances'>>) =>
      edit(Object.keys(part)[0] ?? '', (figures) => ({ ...figures, ...part })),
  };
}

function allFollowers(figures: DraftFigures): string[] {
  return [
    ...figures.items.map((row) => `items.${row.item}.stock`),
    ...figures.inputs.map((row) => `inputs.${row.input}.left`),
  ];
}

/** Also on the server, so that the desk goes on where the telephone stopped. Without a network the device's own copy does. */
function useServerDraft(form: ReportForm, figures: DraftFigures, touched: boolean): void {
  const saved = useRef('');
  useEffect(() => {
    const written = JSON.stringify(figures);
    if (!touched || written === saved.current) return;
    const wait = setTimeout(() => {
      saved.current = written;
      const params = { enterprise: form.enterprise, day: form.day };
      call(reportContracts.saveDraft, { params, body: { figures } }).catch(() => {
        saved.current = '';
      });
    }, saveAfter);
    return () => clearTimeout(wait);
  }, [form.enterprise, form.day, figures, touched]);
}
