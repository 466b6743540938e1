import { Button } from 'antd';
import { type Balance, stockContracts } from '#contracts/stock.ts';
import { useAct, useData } from '../platform/data.ts';
import { Moment } from '../platform/day.tsx';
import { DayInput } from '../platform/day-input.tsx';
import { useDraft } from '../platform/draft.ts';
import { EmptyState } from '../platform/empty-state.tsx';
import { Fields, FormActions, FormField } from '../platform/form-field.tsx';
import { useText } from '../platform/language.ts';
import { useGo } from '../platform/navigation.tsx';
import { notify } from '../platform/notices.tsx';
import { PageHeader, Panel } from '../platform/page.tsx';
import { ProblemView } from '../platform/problem.tsx';
import { useToday } from '../platform/session.tsx';
import { PlaceChoice, usePlaces } from './choices.tsx';
import { type Counted, emptyDraft, linesToSend, type StocktakeDraft } from './stocktake-draft.ts';
import { CountedRows, FoundRows } from './stocktake-rows.tsx';
import './stock.css';

const words = {
  title: ['登记盘点', 'Count stock'],
  lead: [
    '只填盘到的批次；没有填的不动。与账面不同的要写原因，差异会作为调整入账。',
    'Fill in the lots you counted; the others stay as they are. Where the count differs, give the reason: the difference is posted as an adjustment.',
  ],
  back: ['盘点', 'Stocktakes'],
  place: ['在哪里盘点', 'Where'],
  day: ['哪一天日终的数', 'At the close of'],
  lots: ['账上的批次', 'Lots in the books'],
  none: ['账上没有库存；盘到的货在下面添加', 'The books have nothing here: add what you found below'],
  choose: ['先选择地点', 'Choose a place first'],
  found: ['账上没有、实际盘到的', 'Found, but not in the books'],
  restored: ['已恢复上次未提交的内容，填于', 'Restored what you had not sent, written'],
  discard: ['清空重填', 'Start over'],
  send: ['提交盘点', 'Record the count'],
} as const;

export default function StocktakeFormPage() {
  const text = useText(words);
  const today = useToday();
  const go = useGo();
  const places = usePlaces();
  const only = places.length === 1 ? places[0]!.place : '';
  const draft = useDraft<StocktakeDraft>('stocktake', emptyDraft);
  const { value, change } = draft;
  const place = value.place === '' ? only : value.place;
  const day = value.day ?? today;
  const books = useData(
    stockContracts.balances,
    { query: { place, day, limit: 1000 } },
    { topics: ['stock'], enabled: place !== '' },
  );
  const send = useAct(stockContracts.takeStock, {
    onDone: () => {
      draft.discard();
      notify(['盘点已登记', 'Count recorded']);
      go('/stock/stocktakes');
    },
  });
  const rows = books.data?.rows ?? [];
  const prepared = linesToSend(value, rows);
  const setCounted = (lot: number, counted: Counted) =>
    change((before) => ({ ...before, counted: { ...before.counted, [lot]: counted } }));

  return (
    <>
      <PageHeader title={text('title')} lead={text('lead')} back={{ to: '/stock/stocktakes', label: text('back') }} />
      {draft.restoredFrom !== null && (
        <p className="stock-sum bg-muted">
          {text('restored')} <Moment at={draft.restoredFrom} />{' '}
          <button type="button" className="bg-button" onClick={draft.discard}>
            {text('discard')}
          </button>
        </p>
      )}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (prepared.problems.length === 0 && prepared.lines.length > 0)
            void send.run({ body: { place, day, lines: prepared.lines } });
        }}
      >
        <Panel>
          <Fields>
            <FormField label={text('place')}>
              {(field) => (
                <PlaceChoice
                  {...field}
                  needed
                  value={place}
                  onChange={(next) => change({ ...emptyDraft, day: value.day, place: next })}
                />
              )}
            </FormField>
            <FormField label={text('day')}>
              {(field) => (
                <DayInput
                  {...field}
                  value={day}
                  to={today}
                  clearable={false}
                  onChange={(next) => change((before) => ({ ...before, day: next }))}
                />
              )}
            </FormField>
          </Fields>
        </Panel>
        <Panel title={text('lots')}>
          <Books
            place={place}
            rows={books.data?.rows}
            problem={books.error}
            counted={value.counted}
            onChange={setCounted}
          />
        </Panel>
        {place !== '' && (
          <Panel title={text('found')}>
            <FoundRows found={value.found} onChange={(found) => change((before) => ({ ...before, found }))} />
          </Panel>
        )}
        <ProblemView problem={send.problem} />
        <FormActions>
          <Button
            type="primary"
            htmlType="submit"
            loading={send.running}
            disabled={prepared.lines.length === 0 || prepared.problems.length > 0}
          >
            {text('send')}
          </Button>
        </FormActions>
      </form>
    </>
  );
}

interface BooksProps {
  place: string;
  rows: Balance[] | undefined;
  problem: unknown;
  counted: StocktakeDraft['counted'];
  onChange: (lot: number, counted: Counted) => void;
}

function Books({ place, rows, problem, counted, onChange }: BooksProps) {
  const text = useText(words);
  if (place === '') return <EmptyState title={text('choose')} />;
  if (problem && rows === undefined) return <ProblemView problem={problem} />;
  if (rows?.length === 0) return <EmptyState title={text('none')} />;
  return <CountedRows rows={rows ?? []} counted={counted} onChange={onChange} />;
}
