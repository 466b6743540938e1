import { Button } from 'antd';
import { useState } from 'react';
import { type Movement, stockContracts } from '#contracts/stock.ts';
import { useData } from '../platform/data.ts';
import { Day, Moment } from '../platform/day.tsx';
import { localName, useLanguage, useText } from '../platform/language.ts';
import { Quantity } from '../platform/number.tsx';
import { Panel, Particulars } from '../platform/page.tsx';
import { ProblemView } from '../platform/problem.tsx';
import { useMay } from '../platform/session.tsx';
import { type Column, DataTable } from '../platform/table/data-table.tsx';
import { CorrectionForm } from './correction-form.tsx';
import { LotWords, useDocumentName, usePlaceName } from './shared.tsx';

const words = {
  day: ['业务日期', 'Business day'],
  posted: ['入账', 'Posted'],
  item: ['物资', 'Item'],
  lot: ['批次', 'Lot'],
  from: ['从', 'From'],
  to: ['到', 'To'],
  quantity: ['数量', 'Quantity'],
  reason: ['原因', 'Reason'],
  document: ['单据', 'Document'],
  lines: ['同一单据的记录', 'Entries of the same document'],
  corrected: ['这条记录已更正，由下面的记录代替', 'This entry was corrected; these stand in its place'],
  reversal: ['这是一条冲销，冲销的是', 'This takes back'],
  replacement: ['这条代替了', 'This stands in the place of'],
  original: ['原记录', 'the original entry'],
  correct: ['更正', 'Correct'],
} as const;

/** One movement with its document and its correction; where one may, the form to correct it. */
export function MovementDetail({ id, open }: { id: number; open: (id: number) => void }) {
  const text = useText(words);
  const { language } = useLanguage();
  const placeName = usePlaceName();
  const documentName = useDocumentName();
  const may = useMay();
  const [correcting, setCorrecting] = useState(false);
  const read = useData(stockContracts.movement, { params: { id } }, { topics: ['stock'] });
  if (read.error) return <ProblemView problem={read.error} onRetry={() => void read.refetch()} />;
  if (read.data === undefined) return <div aria-busy="true" />;
  const { movement, document, correction } = read.data;
  const columns: Column<Movement>[] = [
    { key: 'item', title: text('item'), value: (row) => localName(row.item, language), phone: 'title' },
    { key: 'from', title: text('from'), value: (row) => placeName(row.from) },
    { key: 'to', title: text('to'), value: (row) => placeName(row.to) },
    {
      key: 'quantity',
      title: text('quantity'),
      align: 'right',
      value: (row) => row.quantity,
      render: (row) => <Quantity value={row.quantity} unit={row.item.unit} />,
    },
  ];
  const origin = movement.reverses ?? movement.replaces;
  return (
    <>
      {origin !== null && (
        <p className="stock-sum">
          {text(movement.reverses === null ? 'replacement' : 'reversal')}{' '}
          <button type="button" className="bg-figure" onClick={() => open(origin)}>
            {text('original')}
          </button>
        </p>
      )}
      <Particulars
        rows={[
          [text('item'), localName(movement.item, language)],
          [text('quantity'), <Quantity key="quantity" value={movement.quantity} unit={movement.item.unit} exact />],
          [text('from'), placeName(movement.from)],
          [text('to'), placeName(movement.to)],
          [text('lot'), <LotWords key="lot" lotNumber={movement.lotNumber} grade={movement.grade} />],
          [text('day'), <Day key="day" day={movement.day} year />],
          [text('document'), `${documentName(movement.document.kind)} ${movement.document.id}`],
          [text('reason'), movement.reason === '' ? '—' : movement.reason],
          [
            text('posted'),
            <span key="posted">
              {movement.by} · <Moment at={movement.postedAt} year />
            </span>,
          ],
        ]}
      />
      {movement.reversedBy !== null && (
        <Panel title={text('corrected')}>
          <DataTable
            label={text('corrected')}
            columns={columns}
            rows={correction}
            rowKey={(row) => String(row.id)}
            onRow={(row) => open(row.id)}
            count={false}
          />
        </Panel>
      )}
      {document.length > 1 && (
        <Panel title={text('lines')}>
          <DataTable
            label={text('lines')}
            columns={columns}
            rows={document}
            rowKey={(row) => String(row.id)}
            onRow={(row) => open(row.id)}
          />
        </Panel>
      )}
      {may('stock.correct') && movement.reversedBy === null && movement.reverses === null && (
        <div className="stock-gap">
          {correcting ? (
            <CorrectionForm
              movement={movement}
              onDone={() => setCorrecting(false)}
              onCancel={() => setCorrecting(false)}
            />
          ) : (
            <Button onClick={() => setCorrecting(true)}>{text('correct')}</Button>
          )}
        </div>
      )}
    </>
  );
}
