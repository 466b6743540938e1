import { Button, Input, Select } from 'antd';
import { useDeferredValue, useState } from 'react';
import { type AuditEntry, auditKinds, listAudit, verifyAuditChain } from '#contracts/administration.ts';
import { useData } from '../platform/data.ts';
import { Moment } from '../platform/day.tsx';
import { DayInput } from '../platform/day-input.tsx';
import { FormField } from '../platform/form-field.tsx';
import { pick, useLanguage, useText, type Words } from '../platform/language.ts';
import { useAddressState } from '../platform/navigation.tsx';
import { PageHeader } from '../platform/page.tsx';
import { ProblemView } from '../platform/problem.tsx';
import { type Column, DataTable, listSource } from '../platform/table/data-table.tsx';
import { AuditDetail } from './audit-detail.tsx';
import { actName, subjectNames } from './audit-words.ts';
import './administration.css';

const words = {
  title: ['谁在何时改了什么', 'Who changed what, and when'],
  lead: [
    '每一次写入都记一条，并带上一条的摘要；改动或删除任何一条都会被核验发现。',
    'Every write leaves an entry that carries the hash of the one before it; a changed or removed entry shows when the chain is verified.',
  ],
  verify: ['核验审计链', 'Verify the chain'],
  whole: ['核验通过：{entries} 条首尾相连，完好无损', 'Verified: all {entries} entries follow one another unbroken'],
  broken: [
    '第 {number} 条断开：{why}。之前的 {entries} 条完好。',
    'Broken at entry {number}: {why}. The {entries} before it hold.',
  ],
  changed: ['这一条被改动过', 'the entry was changed'],
  missing: ['这一条缺失', 'the entry is missing'],
  head: ['末尾的条目被删除或替换', 'entries at the end were removed or replaced'],
  headHash: [
    '最新一条的摘要（可另行抄存备查）：',
    'Hash of the newest entry (keep a copy elsewhere to check against): ',
  ],
  label: ['审计记录', 'Audit trail'],
  who: ['操作人', 'Who'],
  from: ['从', 'From'],
  to: ['到', 'To'],
  subject: ['对象', 'Subject'],
  subjectId: ['对象编号', 'Subject’s id'],
  action: ['操作', 'Act'],
  any: ['全部', 'All'],
  at: ['时间', 'When'],
  number: ['序号', 'No.'],
  entry: ['第 {number} 条', 'Entry {number}'],
  empty: ['没有符合条件的记录', 'No entry matches'],
} as const;

export default function AuditPage() {
  const text = useText(words);
  return (
    <>
      <PageHeader title={text('title')} lead={text('lead')} />
      <Verification />
      <Entries />
    </>
  );
}

/** Walks the chain on the server when asked to; the answer stands until asked again. */
function Verification() {
  const text = useText(words);
  const [asked, setAsked] = useState(false);
  const check = useData(verifyAuditChain, {}, { enabled: asked });
  const verdict = check.data;
  return (
    <div className="administration-verify" aria-live="polite">
      <Button loading={check.isFetching} onClick={() => (asked ? void check.refetch() : setAsked(true))}>
        {text('verify')}
      </Button>
      <ProblemView problem={check.error} onRetry={() => void check.refetch()} />
      {verdict !== undefined && !check.isFetching && (
        <div>
          {verdict.broken === null ? (
            <strong>{text('whole', { entries: verdict.entries })}</strong>
          ) : (
            <strong role="alert">
              {text('broken', {
                number: verdict.broken.entryNumber,
                why: text(verdict.broken.reason),
                entries: verdict.entries,
              })}
            </strong>
          )}
          {verdict.headHash !== null && verdict.broken === null && (
            <p className="bg-muted administration-hash">
              {text('headHash')}
              <code>{verdict.headHash}</code>
            </p>
          )}
        </div>
      )}
    </div>
  );
}

function Entries() {
  const { language } = useLanguage();
  const text = useText(words);
  const [filters, controls] = useFilters();
  const named = (names: Words, name: string): string =>
    names[name] === undefined ? name : pick(names[name], language);
  const columns: Column<AuditEntry>[] = [
    {
      key: 'number',
      title: text('number'),
      value: (entry) => entry.number,
      align: 'right',
      width: 80,
      sortable: false,
      phone: 'hidden',
    },
    { key: 'at', title: text('at'), render: (entry) => <Moment at={entry.at} year />, width: 190 },
    { key: 'who', title: text('who'), value: (entry) => entry.userName, sortable: false, width: 160 },
    {
      key: 'action',
      title: text('action'),
      value: (entry) => actName(entry.action, language),
      sortable: false,
      width: 190,
      phone: 'title',
    },
    {
      key: 'subject',
      title: text('subject'),
      value: (entry) => `${named(subjectNames, entry.subject)} ${entry.subjectId}`,
      sortable: false,
    },
  ];
  return (
    <>
      {controls}
      <DataTable
        label={text('label')}
        columns={columns}
        source={listSource(listAudit, { query: filters }, [])}
        rowKey={(entry) => String(entry.number)}
        count={false}
        empty={{ title: text('empty') }}
        detail={(entry) => ({ title: text('entry', { number: entry.number }), content: <AuditDetail entry={entry} /> })}
      />
    </>
  );
}

/** What is asked for stands in the address, so that a finding can be sent to a colleague. */
function useFilters() {
  const { language } = useLanguage();
  const text = useText(words);
  const [who, setWho] = useAddressState('who');
  const [from, setFrom] = useAddressState('from');
  const [to, setTo] = useAddressState('to');
  const [subject, setSubject] = useAddressState('subject');
  const [subjectId, setSubjectId] = useAddressState('id');
  const [action, setAction] = useAddressState('action');
  const asked = useDeferredValue({ who, from, to, subject, subjectId, action });
  const filters = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== ''));
  const kinds = useData(auditKinds);
  const actOf = (name: string): string => actName(name, language);
  const subjectOf = (name: string): string => {
    const pair = (subjectNames as Words)[name];
    return pair === undefined ? name : pick(pair, language);
  };
  // Acts on different things may share their words: then the recorded name tells them apart.
  const choices = (names: readonly string[] = [], chosen: string, wordsOf: (name: string) => string) => {
    const all = [...new Set([...names, chosen])].filter((name) => name !== '');
    const shared = (name: string): boolean => all.filter((other) => wordsOf(other) === wordsOf(name)).length > 1;
    const labelled = all.map((value) => ({
      value,
      label: shared(value) ? `${wordsOf(value)} (${value})` : wordsOf(value),
    }));
    return [{ value: '', label: text('any') }, ...labelled];
  };
  const controls = (
    <div className="administration-filters bg-no-print">
      <FormField label={text('who')}>
        {(field) => <Input {...field} allowClear value={who} onChange={(event) => setWho(event.target.value)} />}
      </FormField>
      <FormField label={text('from')}>
        {(field) => (
          <DayInput {...field} value={from || null} onChange={(day) => setFrom(day ?? '')} {...(to ? { to } : {})} />
        )}
      </FormField>
      <FormField label={text('to')}>
        {(field) => (
          <DayInput {...field} value={to || null} onChange={(day) => setTo(day ?? '')} {...(from ? { from } : {})} />
        )}
      </FormField>
      <FormField label={text('action')}>
        {(field) => (
          <Select
            {...field}
            className="bg-wide"
            value={action}
            options={choices(kinds.data?.actions, action, actOf)}
            onChange={setAction}
          />
        )}
      </FormField>
      <FormField label={text('subject')}>
        {(field) => (
          <Select
            {...field}
            className="bg-wide"
            value={subject}
            options={choices(kinds.data?.subjects, subject, subjectOf)}
            onChange={setSubject}
          />
        )}
      </FormField>
      <FormField label={text('subjectId')}>
        {(field) => (
          <Input {...field} allowClear value={subjectId} onChange={(event) => setSubjectId(event.target.value)} />
        )}
      </FormField>
    </div>
  );
  return [filters, controls] as const;
}
