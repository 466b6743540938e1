import { Button } from 'antd';
import type { DataProblem, ImportOutcome, TableChangesAnswer } from '#contracts/exchange.ts';
import { resourceNames, resourceOf, type Words } from '#contracts/registry-resources.ts';
import { Day } from '../platform/day.tsx';
import { pick, useLanguage, useText } from '../platform/language.ts';
import { Particulars } from '../platform/page.tsx';
import { type Column, DataTable } from '../platform/table/data-table.tsx';

const words = {
  refused: ['有 {count} 处错误，没有导入任何内容', '{count} errors: nothing was imported'],
  preview: ['导入会带来这些改变，现在还没有写入', 'The import would change this; nothing is written yet'],
  same: ['与系统中的数据一致，没有需要导入的', 'The same as what is there: nothing to import'],
  done: ['已导入', 'Imported'],
  of: ['数据日期', 'Day of the data'],
  errors: ['错误', 'Errors'],
  more: [
    '只列出前 {shown} 处，全部在工作簿里。',
    'Only the first {shown} are listed; all of them are in the workbook.',
  ],
  workbook: ['下载出错的行（xlsx，原因在旁）', 'Download the failed rows (xlsx, with reasons)'],
  file: ['文件', 'File'],
  row: ['行', 'Row'],
  column: ['列', 'Column'],
  value: ['内容', 'Value'],
  why: ['原因', 'Why'],
  accepted: ['应为', 'Accepted'],
  table: ['表', 'Table'],
  added: ['新增', 'Added'],
  changed: ['修改', 'Changed'],
  withdrawn: ['注销', 'Withdrawn'],
  unchanged: ['不变', 'Unchanged'],
  changes: ['各表的改变', 'Changes by table'],
  first: ['只列出前 {shown} 条，共 {all} 条。', 'The first {shown} of {all} are listed.'],
  others: ['其余 {count} 张表不变：{tables}', 'The other {count} tables stay as they are: {tables}'],
  import: ['导入这 {count} 项改变', 'Import these {count} changes'],
  discard: ['放弃', 'Discard'],
  warnings: ['提示（不影响导入）', 'Notes (they do not stop the import)'],
  nothing: ['无', 'nothing'],
} as const;

const otherTables: Record<string, Words> = {
  city: ['城市', 'City'],
  boundaries: ['县区边界', 'County outlines'],
  stock: ['库存', 'Stock'],
  energy: ['要素读数', 'Energy readings'],
};

/** Fields of the tables that no registry page shows. */
const otherFields: Record<string, Words> = {
  name: ['名称', 'Name'],
  nameEn: ['英文名称', 'Name in English'],
  heldDay: ['停在', 'Held at'],
  enterprise: ['企业', 'Enterprise'],
  item: ['物资', 'Item'],
  quantity: ['数量', 'Quantity'],
  grade: ['等级', 'Grade'],
  lot: ['批次', 'Lot'],
  expires: ['最后可发日期', 'Issue until'],
  indicator: ['指标', 'Indicator'],
  value: ['数值', 'Value'],
  unit: ['单位', 'Unit'],
  sameDayLastYear: ['去年同日', 'Same day last year'],
  status: ['状况', 'Status'],
};

/** A key of several parts, the empty ones left out. */
const keyWords = (key: string): string => key.split('|').filter(Boolean).join(' · ');

function tableWords(table: string): Words {
  const resource = resourceNames.find((name) => name === table);
  return resource === undefined ? (otherTables[table] ?? [table, table]) : resourceOf(resource).label;
}

interface Props {
  outcome: ImportOutcome;
  running: boolean;
  onImport: () => void;
  onDiscard: () => void;
}

const touched = (table: TableChangesAnswer): number => table.added + table.changed + table.withdrawn;

export function OutcomeView({ outcome, running, onImport, onDiscard }: Props) {
  const text = useText(words);
  const count = outcome.tables.reduce((sum, table) => sum + touched(table), 0);
  return (
    <section className="exchange-outcome">
      <div role="status">
        <h3>{text(outcome.status, { count: outcome.errorCount })}</h3>
      </div>
      {outcome.date !== null && (
        <p className="bg-muted">
          {text('of')} <Day day={outcome.date} year />
        </p>
      )}
      {outcome.status === 'refused' && <Errors outcome={outcome} />}
      {outcome.tables.length > 0 && <Changes tables={outcome.tables} />}
      {outcome.status === 'preview' && (
        <div className="exchange-acts">
          <Button type="primary" loading={running} onClick={onImport}>
            {text('import', { count })}
          </Button>
          <Button onClick={onDiscard}>{text('discard')}</Button>
        </div>
      )}
      {outcome.warnings.length > 0 && (
        <>
          <h3>{text('warnings')}</h3>
          <Problems label={text('warnings')} problems={outcome.warnings} />
        </>
      )}
    </section>
  );
}

function Errors({ outcome }: { outcome: ImportOutcome }) {
  const text = useText(words);
  const { failedRows } = outcome;
  return (
    <>
      {failedRows !== null && (
        <div className="exchange-acts">
          <Button type="primary" onClick={() => saveWorkbook(failedRows)}>
            {text('workbook')}
          </Button>
        </div>
      )}
      <Problems label={text('errors')} problems={outcome.errors} />
      {outcome.errors.length < outcome.errorCount && (
        <p className="bg-muted">{text('more', { shown: outcome.errors.length })}</p>
      )}
    </>
  );
}

function saveWorkbook(base64: string): void {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([bytes]));
  link.download = 'failed-rows.xlsx';
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function Problems({ label, problems }: { label: string; problems: DataProblem[] }) {
  const { language } = useLanguage();
  const text = useText(words);
  const columns: Column<DataProblem>[] = [
    { key: 'file', title: text('file'), value: (problem) => problem.file, phone: 'title' },
    { key: 'row', title: text('row'), value: (problem) => problem.row, align: 'right' },
    { key: 'column', title: text('column'), value: (problem) => problem.column },
    { key: 'value', title: text('value'), value: (problem) => problem.value },
    { key: 'why', title: text('why'), value: (problem) => problem.why[language], wrap: true },
    { key: 'accepted', title: text('accepted'), value: (problem) => problem.accepted[language], wrap: true },
  ];
  return (
    <DataTable
      label={label}
      rows={problems}
      columns={columns}
      rowKey={(problem) => `${problem.file}:${problem.row}:${problem.column}:${problem.code}:${problem.why.en}`}
    />
  );
}

function Changes({ tables }: { tables: TableChangesAnswer[] }) {
  const { language } = useLanguage();
  const text = useText(words);
  const name = (table: TableChangesAnswer) => pick(tableWords(table.table), language);
  const changing = tables.filter((table) => touched(table) > 0);
  const others = tables.filter((table) => touched(table) === 0);
  const count = (key: 'added' | 'changed' | 'withdrawn' | 'unchanged'): Column<TableChangesAnswer> => ({
    key,
    title: text(key),
    value: (table) => table[key],
    align: 'right',
  });
  const columns: Column<TableChangesAnswer>[] = [
    { key: 'table', title: text('table'), value: name, phone: 'title' },
    { key: 'file', title: text('file'), value: (table) => table.file },
    count('added'),
    count('changed'),
    count('withdrawn'),
    count('unchanged'),
  ];
  return (
    <>
      {changing.length > 0 && (
        <DataTable
          label={text('changes')}
          rows={changing}
          columns={columns}
          rowKey={(table) => table.table}
          search={false}
          count={false}
          detail={(table) => ({ title: name(table), content: <RowChanges table={table} /> })}
        />
      )}
      {others.length > 0 && (
        <p className="bg-muted">
          {text('others', { count: others.length, tables: others.map(name).join(language === 'zh' ? '、' : ', ') })}
        </p>
      )}
    </>
  );
}

function RowChanges({ table }: { table: TableChangesAnswer }) {
  const { language } = useLanguage();
  const text = useText(words);
  const all = touched(table);
  const fields = resourceNames.some((name) => name === table.table)
    ? resourceOf(table.table as (typeof resourceNames)[number]).fields
    : [];
  const label = (name: string) =>
    pick(fields.find((field) => field.name === name)?.label ?? otherFields[name] ?? [name, name], language);
  const shown = (value: unknown) =>
    isNothing(value) ? text('nothing') : Array.isArray(value) ? value.join('、') : String(value);
  return (
    <>
      {table.rows.map((row) => (
        <section key={`${row.change}:${row.key}`}>
          <h3>
            {text(row.change)} {keyWords(row.key)}
          </h3>
          <Particulars
            rows={differences(row).map(({ name, before, after }) => [
              label(name),
              row.change === 'changed' ? (
                <span key={name}>
                  <del>{shown(before)}</del> → <ins>{shown(after)}</ins>
                </span>
              ) : (
                shown(row.change === 'added' ? after : before)
              ),
            ])}
          />
        </section>
      ))}
      {table.rows.length < all && <p className="bg-muted">{text('first', { shown: table.rows.length, all })}</p>}
    </>
  );
}

const isNothing = (value: unknown): boolean => value === null || value === undefined || value === '';

function differences({ before, after }: TableChangesAnswer['rows'][number]) {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return names
    .map((name) => ({ name, before: before?.[name], after: after?.[name] }))
    .filter((field) => JSON.stringify(field.before ?? null) !== JSON.stringify(field.after ?? null));
}
