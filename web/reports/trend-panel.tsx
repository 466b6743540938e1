/** Two weeks of an enterprise: what was made, sent and left of one item, and how far each report could be trusted. */
import { useCallback, useMemo, useState } from 'react';
import { formatDay } from '#contracts/calendar.ts';
import { type ReportForm, reportContracts, type TrendDay } from '#contracts/reports.ts';
import { reportStateNames } from '#contracts/reports-terms.ts';
import { Chart, type ChartLook, type LineChart, lineOption, lineTable } from '../platform/chart/chart.tsx';
import { useData } from '../platform/data.ts';
import { FormField } from '../platform/form-field.tsx';
import { localName, pick, useLanguage, useText } from '../platform/language.ts';
import { PageLink } from '../platform/navigation.tsx';
import { Panel } from '../platform/page.tsx';

const words = {
  title: ['近 {days} 天', 'The last {days} days'],
  item: ['物资', 'Item'],
  made: ['生产', 'Made'],
  sent: ['发出', 'Sent'],
  stock: ['结存', 'Stock'],
  day: ['日期', 'Day'],
  picture: ['{item}：近 {days} 天生产、发出和结存', '{item}: made, sent and in stock over {days} days'],
  trust: ['每天的可信度', 'Trust, day by day'],
  one: ['{day}：可信度 {trust}，{questions} 处疑点，{state}', '{day}: trust {trust}, {questions} questions, {state}'],
  none: ['{day}：没有报送', '{day}: not reported'],
  few: ['报送两天以后，这里显示走势。', 'With two days reported, this shows how they run.'],
} as const;

export function TrendPanel({ form }: { form: ReportForm }) {
  const text = useText(words);
  const { enterprise, day } = form;
  const { data } = useData(
    reportContracts.trend,
    { params: { enterprise }, query: { day } },
    { topics: ['reports'], keepPrevious: true },
  );
  if (data === undefined) return null;
  const days = data.days.length;
  return (
    <Panel title={text('title', { days })}>
      {data.rows.length < 2 ? (
        <p className="bg-muted">{text('few')}</p>
      ) : (
        <>
          <ItemCurve form={form} days={data.days} rows={data.rows} />
          <TrustDays enterprise={enterprise} days={data.days} rows={data.rows} />
        </>
      )}
    </Panel>
  );
}

interface Shown {
  days: readonly string[];
  rows: readonly TrendDay[];
}

function ItemCurve({ form, days, rows }: Shown & { form: ReportForm }) {
  const text = useText(words);
  const { language } = useLanguage();
  const [chosen, choose] = useState(form.items[0]?.item ?? '');
  const item = form.items.find((one) => one.item === chosen);
  const chart = useMemo<LineChart>(() => {
    const values = (part: 'made' | 'sent' | 'stock') =>
      days.map((day) => rows.find((row) => row.day === day)?.items.find((one) => one.item === chosen)?.[part] ?? null);
    return {
      days,
      unit: item?.unit ?? '',
      lines: [
        { name: text('stock'), values: values('stock') },
        { name: text('made'), values: values('made'), tone: 'text' },
        { name: text('sent'), values: values('sent'), dashed: true, tone: 'neutral' },
      ],
    };
  }, [chosen, days, item?.unit, rows, text]);
  const option = useCallback((look: ChartLook) => lineOption(look, chart), [chart]);
  if (item === undefined) return null;
  return (
    <>
      {form.items.length > 1 && (
        <FormField label={text('item')}>
          {(field) => (
            <select {...field} className="bg-input" value={chosen} onChange={({ target }) => choose(target.value)}>
              {form.items.map((one) => (
                <option key={one.item} value={one.item}>
                  {localName(one, language)}
                </option>
              ))}
            </select>
          )}
        </FormField>
      )}
      <Chart
        ariaLabel={text('picture', { item: localName(item, language), days: days.length })}
        option={option}
        table={lineTable(chart, language, text('day'))}
        height={220}
      />
    </>
  );
}

/** A bar a day, as high as its trust; each opens its report. */
function TrustDays({ enterprise, days, rows }: Shown & { enterprise: string }) {
  const text = useText(words);
  const { language } = useLanguage();
  return (
    <>
      <h3 className="reports-trend-title">{text('trust')}</h3>
      <ol className="reports-trend">
        {days.map((day) => {
          const row = rows.find((one) => one.day === day);
          const name = formatDay(day, language);
          const label =
            row === undefined
              ? text('none', { day: name })
              : text('one', {
                  day: name,
                  trust: row.trust,
                  questions: row.questions,
                  state: pick(reportStateNames[row.state], language),
                });
          const bar = (
            <>
              <span className="reports-trend-bar" style={{ height: `${(row?.trust ?? 0) * 0.4}px` }} />
              <span aria-hidden="true">{row?.trust ?? '—'}</span>
              <span aria-hidden="true" className="bg-muted">
                {Number(day.slice(8))}
              </span>
            </>
          );
          return (
            <li key={day} className={(row?.questions ?? 0) > 0 ? 'reports-trend-odd' : undefined}>
              {row === undefined ? (
                <span title={label}>
                  {bar}
                  <span className="bg-hidden">{label}</span>
                </span>
              ) : (
                <PageLink to={`/reports/${enterprise}/${day}`} title={label} aria-label={label}>
                  {bar}
                </PageLink>
              )}
            </li>
          );
        })}
      </ol>
    </>
  );
}
