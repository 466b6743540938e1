import { publicBulletinContracts } from '#contracts/bulletin.ts';
import { useData } from '../platform/data.ts';
import { Day } from '../platform/day.tsx';
import { useLanguage, useText } from '../platform/language.ts';
import { PageLink, usePageParams } from '../platform/navigation.tsx';
import { ProblemView } from '../platform/problem.tsx';
import { side } from './words.ts';
import './bulletin.css';

const words = {
  back: ['全部公开信息', 'All that is published'],
  notice: ['通知', 'Notice'],
  announcement: ['公告', 'Announcement'],
  until: ['有效至', 'valid until'],
} as const;

export default function PublicNoticePage() {
  const { id = '' } = usePageParams();
  const { language } = useLanguage();
  const text = useText(words);
  const notice = useData(publicBulletinContracts.notice, { params: { id } }, { topics: ['bulletins'] });
  const at = side(language);
  if (notice.error) return <ProblemView page problem={notice.error} onRetry={() => void notice.refetch()} />;
  if (notice.data === undefined) return <div className="bg-loading" aria-busy="true" />;
  const { kind, title, body, from, until } = notice.data;
  return (
    <div className="bulletin-public">
      <nav className="bg-no-print">
        <PageLink to="/p" className="bg-back">
          ‹ {text('back')}
        </PageLink>
      </nav>
      <article className="bulletin-text">
        <h1>{title[at]}</h1>
        <p className="bg-muted bulletin-centre">
          {text(kind)} · <Day day={from} year />
          {until !== null && (
            <>
              {' '}
              · {text('until')} <Day day={until} year />
            </>
          )}
        </p>
        {body[at]
          .split('\n')
          .filter((line) => line.trim() !== '')
          .map((line, index) => (
            <p key={index} className="bulletin-body">
              {line}
            </p>
          ))}
      </article>
    </div>
  );
}
