import { Button } from 'antd';
import { disableUser, enableUser, resetPassword, resetSecondFactor, type User } from '#contracts/administration.ts';
import { useAct } from '../platform/data.ts';
import { Moment } from '../platform/day.tsx';
import { Confirm, DetailDrawer } from '../platform/dialog.tsx';
import { History } from '../platform/history.tsx';
import { useLanguage, useText } from '../platform/language.ts';
import { notify, notifyProblem } from '../platform/notices.tsx';
import { Particulars } from '../platform/page.tsx';
import { useUser } from '../platform/session.tsx';
import { auditValue } from './audit-value.ts';
import { actNames, fieldNames } from './audit-words.ts';
import { RoleName, ScopeWords } from './parts.tsx';

const words = {
  edit: ['修改', 'Change'],
  reset: ['重置密码', 'Reset password'],
  resetAsk: ['重置 {name} 的密码？', 'Reset the password of {name}?'],
  resetMore: [
    '生成一次性密码，解除登录锁定，其所有设备随即退出。',
    'Makes a one-time password, lifts a lock and signs all their devices out.',
  ],
  clear: ['清除两步验证', 'Clear second factor'],
  clearAsk: ['清除 {name} 的两步验证？', 'Clear the second factor of {name}?'],
  clearMore: [
    '用于手机丢失。请先核实是本人。其所有设备随即退出。',
    'For a lost phone. Make sure that it is really them. All their devices are signed out.',
  ],
  disable: ['停用', 'Disable'],
  disableAsk: ['停用 {name}？', 'Disable {name}?'],
  disableMore: [
    '立即不能登录，所有设备随即退出；可以再恢复。',
    'They cannot sign in and all devices are signed out at once; it can be undone.',
  ],
  enable: ['恢复', 'Enable'],
  userName: ['用户名', 'User name'],
  role: ['岗位', 'Role'],
  scope: ['范围', 'Scope'],
  secondFactor: ['两步验证', 'Second factor'],
  on: ['已启用', 'on'],
  off: ['未启用', 'off'],
  required: ['，必须使用', ', required'],
  external: ['统一身份标识', 'External id'],
  locked: ['锁定至', 'Locked until'],
  seen: ['最近使用', 'Last seen'],
  created: ['建立', 'Created'],
  by: ['，{who}', ' by {who}'],
  history: ['历史', 'History'],
} as const;

interface Props {
  user: User | null;
  onClose: () => void;
  onChanged: (user: User) => void;
  onEdit: (user: User) => void;
  onPassword: (user: User, password: string) => void;
}

/** One user: what they may do, and what an administrator can do about them. */
export function UserDrawer(props: Props) {
  const { user } = props;
  return (
    <DetailDrawer open={user !== null} title={user?.name ?? ''} onClose={props.onClose}>
      {user !== null && <Inside {...props} user={user} />}
    </DetailDrawer>
  );
}

const historyNames = { ...actNames, ...fieldNames };

function Inside(props: Props & { user: User }) {
  const { language } = useLanguage();
  const { user } = props;
  const text = useText(words);
  const rows: Array<readonly [string, React.ReactNode]> = [
    [text('userName'), user.userName],
    [text('role'), <RoleName key="role" role={user.role} />],
    [text('scope'), <ScopeWords key="scope" {...user} />],
    [
      text('secondFactor'),
      `${text(user.secondFactor.enabled ? 'on' : 'off')}${user.secondFactor.required ? text('required') : ''}`,
    ],
    ...(user.externalId === null ? [] : [[text('external'), user.externalId] as const]),
    ...(user.lockedUntil === null ? [] : [[text('locked'), <Moment key="locked" at={user.lockedUntil} />] as const]),
    [text('seen'), <Moment key="seen" at={user.lastSeenAt} year />],
    [
      text('created'),
      <span key="created">
        <Moment at={user.createdAt} year />
        {text('by', { who: user.createdBy })}
      </span>,
    ],
  ];
  return (
    <>
      <Acts {...props} />
      <Particulars rows={rows} />
      <h3>{text('history')}</h3>
      <History
        subject="user"
        id={user.id}
        names={historyNames}
        show={(field, value) => auditValue(field, value, language)}
        topics={['users', 'session']}
      />
    </>
  );
}

function Acts({ user, onChanged, onEdit, onPassword }: Props & { user: User }) {
  const text = useText(words);
  const me = useUser();
  const changed = { onDone: onChanged, onProblem: notifyProblem };
  const disable = useAct(disableUser, changed);
  const enable = useAct(enableUser, {
    ...changed,
    onDone: (answer) => {
      notify(['已恢复', 'Enabled']);
      onChanged(answer);
    },
  });
  const clear = useAct(resetSecondFactor, changed);
  const reset = useAct(resetPassword, {
    onProblem: notifyProblem,
    onDone: (answer) => {
      onChanged(answer.user);
      onPassword(answer.user, answer.oneTimePassword);
    },
  });
  const params = { params: { id: user.id } };
  return (
    <div className="administration-acts">
      <Button onClick={() => onEdit(user)}>{text('edit')}</Button>
      {!user.disabled && !user.demonstration && (
        <Confirm
          title={text('resetAsk', { name: user.name })}
          more={text('resetMore')}
          act={text('reset')}
          running={reset.running}
          onConfirm={() => reset.run(params)}
        >
          {(ask) => <Button onClick={ask}>{text('reset')}</Button>}
        </Confirm>
      )}
      {user.secondFactor.enabled && (
        <Confirm
          title={text('clearAsk', { name: user.name })}
          more={text('clearMore')}
          act={text('clear')}
          running={clear.running}
          onConfirm={() => clear.run(params)}
        >
          {(ask) => <Button onClick={ask}>{text('clear')}</Button>}
        </Confirm>
      )}
      {user.disabled ? (
        <Button loading={enable.running} onClick={() => void enable.run(params)}>
          {text('enable')}
        </Button>
      ) : (
        user.id !== me.id && (
          <Confirm
            title={text('disableAsk', { name: user.name })}
            more={text('disableMore')}
            act={text('disable')}
            running={disable.running}
            onConfirm={() => disable.run(params)}
          >
            {(ask) => <Button onClick={ask}>{text('disable')}</Button>}
          </Confirm>
        )
      )}
    </div>
  );
}
