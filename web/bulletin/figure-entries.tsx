import { type BulletinDay, type BulletinSource, bulletinContracts } from '#contracts/bulletin.ts';
import { useData } from '../platform/data.ts';
import { Day } from '../platform/day.tsx';
import { Figure } from '../platform/figure.tsx';
import { useLanguage, useText } from '../platform/language.ts';
import { Quantity } from '../platform/number.tsx';
import { Particulars } from '../platform/page.tsx';
import { ProblemView } from '../platform/problem.tsx';
import { type Column, DataTable } from '../platform/table/data-table.tsx';
import { side, topics } from './words.ts';

const words = {
  rows: ['所依据的条目', 'What it rests on'],
  owner: ['单位', 'Whose'],
  what: ['物资', 'What'],
  quantity: ['数量', 'Quantity'],
  until: ['到期', 'Until'],
  note: ['说明', 'Note'],
  value: ['数值', 'Value'],
  count: ['条目数', 'Rows'],
  kept: ['签发时保存的条目，不随数据变化', 'As kept when it was issued; it does not follow the data'],
  live: ['随数据变化，签发后固定', 'Follows the data until it is issued'],
} as const;

type ShownFigure = BulletinDay['figures'][number];

/** A figure of the text that opens into its rows. */
export function BulletinFigure(props: {
  day: string;
  text: string;
  figure: string;
  known: ReadonlyMap<string, ShownFigure>;
  frozen: boolean;
}) {
  const { language } = useLanguage();
  const known = props.known.get(props.figure);
  return (
    <Figure
      value={props.text}
      title={known?.label[side(language)] ?? props.text}
      entries={() => <Entries day={props.day} figure={props.figure} frozen={props.frozen} />}
    >
      {props.text}
    </Figure>
  );
}

function Entries({ day, figure, frozen }: { day: string; figure: string; frozen: boolean }) {
  const { language } = useLanguage();
  const text = useText(words);
  const at = side(language);
  const query = frozen ? { figure, asIssued: 'true' } : { figure };
  const sources = useData(bulletinContracts.sources, { params: { day }, query }, { topics });
  if (sources.error) return <ProblemView problem={sources.error} onRetry={() => void sources.refetch()} />;
  const told = sources.data?.figure;
  const columns: Column<BulletinSource>[] = [
    { key: 'owner', title: text('owner'), value: (row) => row.owner, phone: 'title' },
    { key: 'what', title: text('what'), value: (row) => row.what[at] },
    {
      key: 'quantity',
      title: text('quantity'),
      value: (row) => row.quantity,
      render: (row) => <Quantity value={row.quantity} unit={row.unit === '' ? undefined : row.unit} />,
      align: 'right',
    },
    { key: 'until', title: text('until'), value: (row) => row.until, render: (row) => <Day day={row.until} year /> },
    { key: 'note', title: text('note'), value: (row) => row.note?.[at] ?? '' },
  ];
  return (
    <>
      {told !== undefined && (
        <Particulars
          rows={[
            [text('value'), told.text[at]],
            [text('count'), String(told.count)],
          ]}
        />
      )}
      <p className="bg-muted">{text(frozen ? 'kept' : 'live')}</p>
      <DataTable label={text('rows')} rows={sources.data?.rows} rowKey={(row) => row.id} columns={columns} />
    </>
  );
}

export const figuresByName = (figures: readonly ShownFigure[]): ReadonlyMap<string, ShownFigure> =>
  new Map(figures.map((figure) => [figure.figure, figure]));
