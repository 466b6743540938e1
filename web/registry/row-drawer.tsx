import { Button } from 'antd';
import type { ReactNode } from 'react';
import { type RegistryRow, registryContracts } from '#contracts/registry.ts';
import { type Field, type Resource, resources } from '#contracts/registry-resources.ts';
import { rightsOn } from '#contracts/registry-rights.ts';
import type { ApiProblem } from '../platform/client.ts';
import { useAct, useData } from '../platform/data.ts';
import { Moment } from '../platform/day.tsx';
import { Confirm, DetailDrawer } from '../platform/dialog.tsx';
import { History } from '../platform/history.tsx';
import { pick, useLanguage, useText, type Words } from '../platform/language.ts';
import { PageLink } from '../platform/navigation.tsx';
import { notify, notifyProblem } from '../platform/notices.tsx';
import { Particulars } from '../platform/page.tsx';
import { ProblemView } from '../platform/problem.tsx';
import { useUser } from '../platform/session.tsx';
import { nameOf, titleOf, Value } from './columns.tsx';

const words = {
  edit: ['修改', 'Change'],
  withdraw: ['注销', 'Withdraw'],
  withdrawAsk: ['注销“{name}”？', 'Withdraw “{name}”?'],
  withdrawMore: [
    '从今往后不再使用，历史保留，可以恢复。',
    'It is no longer in use from now on. Its history stays, and it can be restored.',
  ],
  withEnterprise: [
    '其许可证、产线、车辆和投入品库存一并注销。',
    'Its licences, lines, vehicles and input stocks are withdrawn with it.',
  ],
  restore: ['恢复', 'Restore'],
  state: ['状态', 'State'],
  withdrawn: ['已注销', 'Withdrawn'],
  changed: ['最后修改', 'Last changed'],
  related: ['相关', 'Related'],
  history: ['历史', 'History'],
} as const;

const actNames: Words = {
  'registry.add': ['新增', 'added it'],
  'registry.edit': ['修改', 'changed it'],
  'registry.withdraw': ['注销', 'withdrew it'],
  'registry.restore': ['恢复', 'restored it'],
  'import.added': ['导入：新增', 'imported: added'],
  'import.changed': ['导入：修改', 'imported: changed'],
  'import.withdrawn': ['导入：注销', 'imported: withdrawn'],
  withdrawn: ['已注销', 'Withdrawn'],
};

interface Props {
  resource: Resource;
  /** '' closes it */
  rowKey: string;
  onClose: () => void;
  onEdit: (row: RegistryRow) => void;
}

/** One row: its values, what refers to it, what happened to it, and what may be done. */
export function RowDrawer({ resource, rowKey, onClose, onEdit }: Props) {
  const { language } = useLanguage();
  const read = useData(
    registryContracts[resource.name].read,
    { params: { key: rowKey } },
    { topics: ['registry', 'city'], enabled: rowKey !== '' },
  );
  const row = rowKey === '' ? undefined : read.data?.row;
  return (
    <DetailDrawer
      open={rowKey !== ''}
      title={row === undefined ? pick(resource.one, language) : nameOf(row, language)}
      onClose={onClose}
    >
      {read.error !== null && <ProblemView problem={read.error} onRetry={() => void read.refetch()} />}
      {row !== undefined && <Inside resource={resource} row={row} onEdit={onEdit} />}
    </DetailDrawer>
  );
}

function Inside({
  resource,
  row,
  onEdit,
}: {
  resource: Resource;
  row: RegistryRow;
  onEdit: (row: RegistryRow) => void;
}) {
  const { language } = useLanguage();
  const text = useText(words);
  const rows: Array<readonly [string, ReactNode]> = resource.fields.map((field) => [
    titleOf(field, language),
    <Value key={field.name} field={field} row={row} />,
  ]);
  if (row.withdrawn) rows.unshift([text('state'), text('withdrawn')]);
  if (row.changedBy !== '') {
    rows.push([
      text('changed'),
      <span key="changed">
        {row.changedBy} <Moment at={row.changedAt} year />
      </span>,
    ]);
  }
  const fieldNames = Object.fromEntries(resource.fields.map((field) => [field.name, field.label]));
  return (
    <>
      <Acts resource={resource} row={row} onEdit={onEdit} />
      <Particulars rows={rows} />
      <Related resource={resource} row={row} />
      <h3>{text('history')}</h3>
      <History
        subject={resource.name}
        id={row.key}
        names={{ ...actNames, ...fieldNames }}
        show={(name, value) => shownValue(resource, row, name, value, language)}
        topics={['registry']}
      />
    </>
  );
}

/** Codes in the history by their names, as far as the row as it stands knows them. */
function shownValue(
  resource: Resource,
  row: RegistryRow,
  name: string,
  value: string,
  language: 'zh' | 'en',
): string | undefined {
  if (name === 'withdrawn') return pick(value === 'true' ? ['是', 'yes'] : ['否', 'no'], language);
  const referred = (code: string): string | undefined => {
    const found = row.refers[name]?.find((one) => one.code === code);
    return language === 'zh' ? found?.zh : found?.en;
  };
  if (Array.isArray(row.values[name]) && value.startsWith('[')) {
    const codes = JSON.parse(value) as string[];
    return codes.map((code) => referred(code) ?? code).join(language === 'zh' ? '、' : ', ');
  }
  if (referred(value) !== undefined) return referred(value);
  const choice = resource.fields.find((field) => field.name === name)?.choices?.find((one) => one.value === value);
  return choice === undefined ? undefined : pick(choice.label, language);
}

function Acts({ resource, row, onEdit }: { resource: Resource; row: RegistryRow; onEdit: (row: RegistryRow) => void }) {
  const { language } = useLanguage();
  const text = useText(words);
  const rights = rightsOn(resource, useUser().role);
  const contracts = registryContracts[resource.name];
  const done = (said: readonly [string, string]) => ({
    onDone: () => notify(said),
    onProblem: (problem: ApiProblem) => notifyProblem(problem),
  });
  const withdraw = useAct(contracts.withdraw, done(['已注销', 'Withdrawn']));
  const restore = useAct(contracts.restore, done(['已恢复', 'Restored']));
  const input = { params: { key: row.key }, body: { revision: row.revision } };
  if (!rights.rows && rights.fields.length === 0) return null;
  return (
    <div className="registry-acts">
      {!row.withdrawn && rights.fields.length > 0 && <Button onClick={() => onEdit(row)}>{text('edit')}</Button>}
      {!row.withdrawn && rights.rows && (
        <Confirm
          title={text('withdrawAsk', { name: nameOf(row, language) })}
          more={`${text('withdrawMore')}${resource.name === 'enterprises' ? text('withEnterprise') : ''}`}
          act={text('withdraw')}
          running={withdraw.running}
          onConfirm={() => withdraw.run(input)}
        >
          {(ask) => <Button onClick={ask}>{text('withdraw')}</Button>}
        </Confirm>
      )}
      {row.withdrawn && rights.rows && (
        <Button loading={restore.running} onClick={() => void restore.run(input)}>
          {text('restore')}
        </Button>
      )}
    </div>
  );
}

/** Lists of what refers to the row, each with how many. */
function Related({ resource, row }: { resource: Resource; row: RegistryRow }) {
  const text = useText(words);
  const referrers = resources.flatMap((user) =>
    user.fields
      .filter((field) => field.filter === true && field.references?.includes(resource.name) === true)
      .map((field) => ({ user, field })),
  );
  if (referrers.length === 0 || row.withdrawn) return null;
  return (
    <>
      <h3>{text('related')}</h3>
      <ul className="registry-related">
        {referrers.map(({ user, field }) => (
          <RelatedList key={`${user.name}.${field.name}`} user={user} field={field} code={row.key} />
        ))}
      </ul>
    </>
  );
}

function RelatedList({ user, field, code }: { user: Resource; field: Field; code: string }) {
  const { language } = useLanguage();
  const found = useData(
    registryContracts[user.name].list,
    { query: { [field.name]: code, limit: 1 } },
    { topics: ['registry'] },
  );
  const total = found.data?.total;
  if (total === 0) return null;
  const address = `/administration/registry?table=${user.name}&of=${encodeURIComponent(`${field.name}:${code}`)}`;
  return (
    <li>
      <PageLink to={address}>
        {pick(user.label, language)} <span className="bg-number">{total ?? '…'}</span>
      </PageLink>
    </li>
  );
}
