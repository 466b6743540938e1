import { publicBulletinContracts } from '#contracts/bulletin.ts';
import { useData } from '../platform/data.ts';
import { Day } from '../platform/day.tsx';
import { EmptyState } from '../platform/empty-state.tsx';
import { useLanguage, useText } from '../platform/language.ts';
import { PageLink } from '../platform/navigation.tsx';
import { ProblemView } from '../platform/problem.tsx';
import { numberWords, side } from './words.ts';
import './bulletin.css';

const words = {
  title: ['应急物资保供：公开信息', 'Emergency supplies: what is published'],
  bulletins: ['简报', 'Bulletins'],
  notices: ['通知公告', 'Notices'],
  none: ['还没有发布的简报', 'No bulletin is published yet'],
  noneMore: ['每期简报签发后会出现在这里。', 'Each bulletin stands here once it is issued.'],
  notice: ['通知', 'Notice'],
  announcement: ['公告', 'Announcement'],
  corrections: ['有更正', 'corrected'],
} as const;

export default function PublicListPage() {
  const { language } = useLanguage();
  const text = useText(words);
  const published = useData(publicBulletinContracts.list, { query: { limit: 100 } }, { topics: ['bulletins'] });
  const at = side(language);
  if (published.error) return <ProblemView page problem={published.error} onRetry={() => void published.refetch()} />;
  if (published.data === undefined) return <div className="bg-loading" aria-busy="true" />;
  const { bulletins, notices } = published.data;
  return (
    <div className="bulletin-public-list">
      <h1>{text('title')}</h1>
      {notices.length > 0 && (
        <section>
          <h2>{text('notices')}</h2>
          <ul>
            {notices.map((notice) => (
              <li key={notice.id}>
                <PageLink to={`/p/notices/${notice.id}`}>
                  <span>{notice.title[at]}</span>
                  <span className="bg-muted">
                    {text(notice.kind)} · <Day day={notice.from} year />
                  </span>
                </PageLink>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section>
        <h2>{text('bulletins')}</h2>
        {bulletins.length === 0 && <EmptyState title={text('none')} more={text('noneMore')} />}
        <ul>
          {bulletins.map((bulletin) => (
            <li key={bulletin.day}>
              <PageLink to={`/p/bulletins/${bulletin.day}`}>
                <span>{bulletin.title[at]}</span>
                <span className="bg-muted">
                  {numberWords(bulletin.year, bulletin.number, language)}
                  {bulletin.corrections > 0 && ` · ${text('corrections')}`}
                </span>
              </PageLink>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
