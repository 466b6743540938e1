import type { AuditEntry } from '#contracts/administration.ts';
import { type Role, roleNames } from '#contracts/roles.ts';
import { Moment } from '../platform/day.tsx';
import { changesOf } from '../platform/history.tsx';
import { pick, useLanguage, useText, type Words } from '../platform/language.ts';
import { PageLink } from '../platform/navigation.tsx';
import { Particulars } from '../platform/page.tsx';
import { auditValue } from './audit-value.ts';
import { actName, fieldNames, subjectNames, viaNames } from './audit-words.ts';

const words = {
  at: ['时间', 'When'],
  who: ['操作人', 'Who'],
  by: ['（{role}，经{via}）', ' ({role}, by {via})'],
  action: ['操作', 'Act'],
  subject: ['对象', 'Subject'],
  all: ['这个对象的全部记录', 'All entries of this subject'],
  place: ['所属', 'Belongs to'],
  field: ['字段', 'Field'],
  before: ['原', 'Before'],
  after: ['现', 'After'],
  nothing: ['无', 'nothing'],
  unchanged: ['没有记录前后内容', 'No content is recorded before or after'],
  chain: ['摘要', 'Hashes'],
  previous: ['上一条', 'Previous entry'],
  own: ['这一条', 'This entry'],
} as const;

/** One entry: who, when, what, from what to what, and its place in the chain. */
export function AuditDetail({ entry }: { entry: AuditEntry }) {
  const { language } = useLanguage();
  const text = useText(words);
  const named = (names: Words, name: string): string =>
    names[name] === undefined ? name : pick(names[name], language);
  const role = entry.role in roleNames ? pick(roleNames[entry.role as Role], language) : entry.role;
  const places = [entry.county, entry.enterprise, entry.demandPoint].filter((place) => place !== null);
  const all = `/administration/audit?subject=${encodeURIComponent(entry.subject)}&id=${encodeURIComponent(entry.subjectId)}`;
  return (
    <>
      <Particulars
        rows={[
          [text('at'), <Moment key="at" at={entry.at} year />],
          [text('who'), `${entry.userName}${text('by', { role, via: named(viaNames, entry.via) })}`],
          [text('action'), actName(entry.action, language)],
          [
            text('subject'),
            <span key="subject">
              {named(subjectNames, entry.subject)} {entry.subjectId}
              <br />
              <PageLink to={all}>{text('all')}</PageLink>
            </span>,
          ],
          ...(places.length === 0 ? [] : [[text('place'), places.join(' · ')] as const]),
        ]}
      />
      <Changes entry={entry} named={(field) => named(fieldNames, field)} />
      <h3>{text('chain')}</h3>
      <Particulars
        rows={[
          [
            text('previous'),
            <code key="previous" className="administration-hash">
              {entry.previousHash}
            </code>,
          ],
          [
            text('own'),
            <code key="own" className="administration-hash">
              {entry.hash}
            </code>,
          ],
        ]}
      />
    </>
  );
}

function Changes({ entry, named }: { entry: AuditEntry; named: (field: string) => string }) {
  const { language } = useLanguage();
  const text = useText(words);
  const changes = changesOf(entry);
  if (changes.length === 0) return <p className="bg-muted">{text('unchanged')}</p>;
  return (
    <table className="administration-changes">
      <thead>
        <tr>
          <th scope="col">{text('field')}</th>
          <th scope="col">{text('before')}</th>
          <th scope="col">{text('after')}</th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ field, before, after }) => (
          <tr key={field}>
            <td>{named(field)}</td>
            <td>
              {before === null ? (
                <span className="bg-muted">{text('nothing')}</span>
              ) : (
                <del>{auditValue(field, before, language) ?? before}</del>
              )}
            </td>
            <td>
              {after === null ? (
                <span className="bg-muted">{text('nothing')}</span>
              ) : (
                <ins>{auditValue(field, after, language) ?? after}</ins>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
