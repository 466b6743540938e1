import { Button } from 'antd';
import { type MyAccount, myAccount, signOutEverywhere } from '#contracts/accounts.ts';
import { useAct, useData } from '../platform/data.ts';
import { Moment } from '../platform/day.tsx';
import { Confirm } from '../platform/dialog.tsx';
import { useText } from '../platform/language.ts';
import { notifyProblem } from '../platform/notices.tsx';
import { PageHeader, Panel, Panels, Particulars } from '../platform/page.tsx';
import { ProblemView } from '../platform/problem.tsx';
import { Devices } from './account-devices.tsx';
import { PasswordForm } from './account-password.tsx';
import { SecondFactor } from './account-second-factor.tsx';
import { RoleName } from './parts.tsx';

const words = {
  title: ['我的账号', 'My account'],
  changePassword: ['请先设置自己的密码', 'First choose a password of your own'],
  changePasswordMore: [
    '您用一次性密码登录，设置自己的密码后即可使用系统。',
    'You signed in with a one-time password; choose your own to go on.',
  ],
  setUp: ['请先设置两步验证', 'First set up the second factor'],
  setUpMore: [
    '管理员要求您的账号使用两步验证，设置后即可使用系统。',
    'Your administrator requires it of your account; set it up to go on.',
  ],
  who: ['账号', 'Account'],
  userName: ['用户名', 'User name'],
  role: ['岗位', 'Role'],
  scope: ['范围', 'Scope'],
  city: ['全市', 'The whole city'],
  external: ['统一身份标识', 'External id'],
  changed: ['密码修改于', 'Password changed'],
  password: ['密码', 'Password'],
  noPassword: ['这个账号没有密码，不能用密码登录。', 'This account has no password and cannot sign in with one.'],
  secondFactor: ['两步验证', 'Second factor'],
  devices: ['登录的设备', 'Devices signed in'],
  everywhere: ['退出所有设备', 'Sign out everywhere'],
  everywhereAsk: ['退出所有设备？', 'Sign out on every device?'],
  everywhereMore: ['这台设备也会退出，需要重新登录。', 'This device is signed out too.'],
} as const;

export default function AccountPage() {
  const text = useText(words);
  const account = useData(myAccount, {}, { topics: ['session', 'users'] });
  if (account.data === undefined) {
    return account.error ? (
      <ProblemView problem={account.error} onRetry={() => void account.refetch()} page />
    ) : (
      <div aria-busy="true" />
    );
  }
  const { pending } = account.data.user;
  return (
    <>
      {pending === null && <PageHeader title={account.data.user.name} lead={text('title')} />}
      {pending === 'password' && <PageHeader title={text('changePassword')} lead={text('changePasswordMore')} />}
      {pending === 'second-factor' && <PageHeader title={text('setUp')} lead={text('setUpMore')} />}
      <Panels>
        {pending !== 'second-factor' && (
          <Panel title={text('password')}>
            {account.data.hasPassword ? (
              <PasswordForm userName={account.data.user.userName} length={account.data.passwordLength} />
            ) : (
              <p className="bg-muted">{text('noPassword')}</p>
            )}
          </Panel>
        )}
        {pending !== 'password' && account.data.hasPassword && (
          <Panel title={text('secondFactor')}>
            <SecondFactor {...account.data.secondFactor} />
          </Panel>
        )}
        <Panel title={text('who')}>
          <Who account={account.data} />
        </Panel>
        <Panel title={text('devices')} aside={<Everywhere />}>
          <Devices sessions={account.data.sessions} />
        </Panel>
      </Panels>
    </>
  );
}

function Who({ account }: { account: MyAccount }) {
  const text = useText(words);
  const { user } = account;
  return (
    <Particulars
      rows={[
        [text('userName'), user.userName],
        [text('role'), <RoleName key="role" role={user.role} />],
        [text('scope'), user.scope === 'city' ? text('city') : user.scopeIds.join(' · ')],
        ...(account.externalId === null ? [] : [[text('external'), account.externalId] as const]),
        ...(account.passwordChangedAt === null
          ? []
          : [[text('changed'), <Moment key="changed" at={account.passwordChangedAt} year />] as const]),
      ]}
    />
  );
}

function Everywhere() {
  const text = useText(words);
  // The page is loaded anew: nothing of the old session stays in memory.
  const act = useAct(signOutEverywhere, {
    renews: [],
    onProblem: notifyProblem,
    onDone: () => window.location.assign('/'),
  });
  return (
    <Confirm
      title={text('everywhereAsk')}
      more={text('everywhereMore')}
      act={text('everywhere')}
      running={act.running}
      onConfirm={() => act.run({})}
    >
      {(ask) => (
        <Button size="small" onClick={ask}>
          {text('everywhere')}
        </Button>
      )}
    </Confirm>
  );
}
