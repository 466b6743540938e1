import { Button } from 'antd';
import { endSession, type MyAccount } from '#contracts/accounts.ts';
import { useAct } from '../platform/data.ts';
import { Moment } from '../platform/day.tsx';
import { useText } from '../platform/language.ts';
import { notifyProblem } from '../platform/notices.tsx';

const words = {
  this: ['本机', 'this device'],
  seen: ['最近使用', 'last seen'],
  end: ['退出', 'Sign out'],
} as const;

export function Devices({ sessions }: { sessions: MyAccount['sessions'] }) {
  const text = useText(words);
  const end = useAct(endSession, { onProblem: notifyProblem, renews: ['session'] });
  return (
    <ul className="administration-devices">
      {sessions.map((session) => (
        <li key={session.id}>
          <span>
            {session.device}
            {session.current && <strong> · {text('this')}</strong>}
            <br />
            <span className="bg-muted">
              {text('seen')} <Moment at={session.lastSeenAt} />
            </span>
          </span>
          {!session.current && (
            <Button
              size="small"
              loading={end.running}
              aria-label={`${text('end')} ${session.device}`}
              onClick={() => void end.run({ params: { id: session.id } })}
            >
              {text('end')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
