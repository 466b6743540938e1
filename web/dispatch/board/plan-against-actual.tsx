import { Radio } from 'antd';
import { boardContracts, type PlanRow } from '#contracts/board.ts';
import { useData } from '../../platform/data.ts';
import { Figure } from '../../platform/figure.tsx';
import { useLanguage, useText } from '../../platform/language.ts';
import { useAddressState } from '../../platform/navigation.tsx';
import { Panel } from '../../platform/page.tsx';
import { type Column, DataTable, heldRows } from '../../platform/table/data-table.tsx';
import { useBoardDays } from './days.tsx';
import { FigureEntries } from './figure-entries.tsx';
import { weightsLike } from './weight.ts';

const words = {
  title: ['计划与实际', 'Plan against actual'],
  by: ['按', 'By'],
  item: ['物资', 'Item'],
  producer: ['生产单位', 'Producer'],
  planned: ['计划调拨', 'Planned'],
  ordered: ['已下达', 'Ordered'],
  sent: ['已发出', 'Sent'],
  received: ['完好签收', 'Received'],
  damaged: ['破损', 'Damaged'],
  meaning: [
    '计划取现行计划在所选各日的调拨；实际取同日发出的调拨令。按生产单位时为重量。',
    'Planned: what the plan in force sends on the days chosen. Actual: orders that leave on them. By producer in weight.',
  ],
  empty: ['所选各日没有计划，也没有调拨令', 'Neither a plan nor orders on these days'],
} as const;

const measures = ['planned', 'ordered', 'sent', 'received', 'damaged'] as const;

/** An item in its own unit, a producer's goods by weight. */
function inUnit(row: PlanRow, measure: (typeof measures)[number]) {
  if (row.unit !== 'kg') return { value: row[measure], unit: row.unit };
  return weightsLike(...measures.map((each) => row[each]))(row[measure]);
}

export function PlanAgainstActual() {
  const text = useText(words);
  const { language } = useLanguage();
  const { from, to } = useBoardDays();
  const [by, setBy] = useAddressState('by');
  const way = by === 'producer' ? 'producer' : 'item';
  const input = { query: { from, to, by: way } } as const;
  const read = useData(boardContracts.plan, input, { topics: ['orders', 'receipts', 'plans'], keepPrevious: true });
  const name = (row: PlanRow) => (language === 'zh' || row.nameEn === '' ? row.name : row.nameEn);
  const columns: Column<PlanRow>[] = [
    { key: 'name', title: text(way), value: name, phone: 'title' },
    ...measures.map(
      (measure): Column<PlanRow> => ({
        key: measure,
        title: text(measure),
        value: (row) => row[measure],
        render: (row) => (
          <Figure
            {...inUnit(row, measure)}
            title={`${name(row)} · ${text(measure)}`}
            entries={() => <FigureEntries of={{ figure: measure, [way]: row.key }} />}
          />
        ),
        align: 'right',
      }),
    ),
  ];
  return (
    <Panel title={text('title')}>
      <p className="bg-muted">{text('meaning')}</p>
      <DataTable
        label={text('title')}
        columns={columns}
        {...heldRows(read)}
        rowKey={(row) => row.key}
        left={
          <Radio.Group
            aria-label={text('by')}
            optionType="button"
            value={way}
            onChange={(event) => setBy(String(event.target.value))}
            options={[
              { value: 'item', label: text('item') },
              { value: 'producer', label: text('producer') },
            ]}
          />
        }
        empty={{ title: text('empty') }}
      />
    </Panel>
  );
}
