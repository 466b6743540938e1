import { Tag } from 'antd';
import { type BulletinRow, bulletinContracts } from '#contracts/bulletin.ts';
import { formatDay } from '#contracts/calendar.ts';
import { useData } from '../platform/data.ts';
import { Day, Moment } from '../platform/day.tsx';
import { useLanguage, useText } from '../platform/language.ts';
import { PageLink, useGo } from '../platform/navigation.tsx';
import { PageHeader } from '../platform/page.tsx';
import { useToday } from '../platform/session.tsx';
import { type Column, DataTable, heldRows } from '../platform/table/data-table.tsx';
import { numberWords, side } from './words.ts';
import './bulletin.css';

const words = {
  title: ['简报', 'Bulletins'],
  todayDraft: ['{day}的简报还没有签发', 'The bulletin of {day} is not issued yet'],
  todayIssued: ['{day}的简报已签发', 'The bulletin of {day} is issued'],
  lead: [
    '草稿随数据变化；签发后文字和数字不再改动，之后的变化以更正发布。',
    'A draft follows the data. Once issued, text and figures stay; later changes are published as corrections.',
  ],
  open: ['打开今天的简报', 'Open today’s bulletin'],
  published: ['公开页面', 'Public page'],
  label: ['简报', 'Bulletins'],
  day: ['日期', 'Day'],
  number: ['期号', 'Number'],
  name: ['标题', 'Title'],
  state: ['状态', 'State'],
  draft: ['草稿', 'draft'],
  issued: ['已签发', 'issued'],
  corrected: ['已签发，更正 {count} 次', 'issued, {count} corrections'],
  correctedOnce: ['已签发，更正 1 次', 'issued, 1 correction'],
  by: ['经办', 'By'],
  at: ['时间', 'At'],
  none: ['还没有签发的简报', 'No bulletin has been issued yet'],
  noneMore: [
    '指挥部签发后，会出现在这里和公开页面。',
    'Once the headquarters issues one, it stands here and on the public page.',
  ],
} as const;

export default function ListPage() {
  const { language } = useLanguage();
  const text = useText(words);
  const go = useGo();
  const today = useToday();
  const list = useData(bulletinContracts.list, { query: { limit: 400 } }, { topics: ['bulletins', 'city'] });
  const ofToday = list.data?.rows.find((row) => row.day === today);
  const day = formatDay(today, language);
  const title = ofToday === undefined ? 'title' : ofToday.state === 'draft' ? 'todayDraft' : 'todayIssued';
  const columns: Column<BulletinRow>[] = [
    {
      key: 'day',
      title: text('day'),
      value: (row) => row.day,
      render: (row) => <Day day={row.day} year />,
      phone: 'title',
    },
    {
      key: 'number',
      title: text('number'),
      value: (row) => (row.number === null ? null : row.number),
      render: (row) =>
        row.year === null || row.number === null ? (
          <span className="bg-muted">—</span>
        ) : (
          numberWords(row.year, row.number, language)
        ),
    },
    { key: 'name', title: text('name'), value: (row) => row.title[side(language)] },
    { key: 'state', title: text('state'), value: stateOf, render: (row) => <State row={row} /> },
    { key: 'by', title: text('by'), value: (row) => row.byName },
    { key: 'at', title: text('at'), value: (row) => row.at, render: (row) => <Moment at={row.at} year /> },
  ];
  return (
    <>
      <PageHeader
        title={text(title, { day })}
        lead={text('lead')}
        actions={
          <>
            <a className="bg-button" href="/p" target="_blank" rel="noreferrer">
              {text('published')}
            </a>
            {ofToday !== undefined && (
              <PageLink to={`/bulletin/days/${today}`} className="bg-button bg-button-primary">
                {text('open')}
              </PageLink>
            )}
          </>
        }
      />
      <DataTable
        label={text('label')}
        {...heldRows(list)}
        rowKey={(row) => row.day}
        columns={columns}
        onRow={(row) => go(`/bulletin/days/${row.day}`)}
        empty={{ title: text('none'), more: text('noneMore') }}
      />
    </>
  );
}

const stateOf = (row: BulletinRow): string =>
  row.state === 'draft' ? 'draft' : row.corrections > 0 ? 'corrected' : 'issued';

function State({ row }: { row: BulletinRow }) {
  const text = useText(words);
  if (row.state === 'draft') return <Tag>{text('draft')}</Tag>;
  if (row.corrections === 0) return <Tag color="blue">{text('issued')}</Tag>;
  return (
    <Tag color="blue">
      {row.corrections === 1 ? text('correctedOnce') : text('corrected', { count: row.corrections })}
    </Tag>
  );
}
