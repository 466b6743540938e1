import { Moment } from '../platform/day.tsx';
import { Confirm } from '../platform/dialog.tsx';
import { EmptyState } from '../platform/empty-state.tsx';
import { pick, useLanguage, useText } from '../platform/language.ts';
import { useUser } from '../platform/session.tsx';
import { type KeptAct, outbox, useOutbox } from './outbox.ts';
import { BigButton, PhonePage } from './phone-page.tsx';

const words = {
  none: ['没有待发送的内容', 'Nothing waits to be sent'],
  send: ['现在发送', 'Send now'],
  made: ['填于', 'Made'],
  waits: ['等待网络', 'Waits for the network'],
  others: ['属于另一位使用者，等其登录后发送', 'Another user’s: sent when they sign in'],
  again: ['再发一次', 'Send again'],
  drop: ['删除', 'Drop'],
  dropTitle: ['删除这一条？', 'Drop this?'],
  dropMore: ['“{what}”不会再发送，本机也不再保留。', '“{what}” will not be sent, and this telephone forgets it.'],
} as const;

export default function OutboxPage() {
  const text = useText(words);
  const acts = useOutbox();
  return (
    <PhonePage foot={acts.length > 0 && <BigButton onClick={() => void outbox.send()}>{text('send')}</BigButton>}>
      {acts.length === 0 ? (
        <EmptyState title={text('none')} />
      ) : (
        <ol className="phone-list">
          {acts.map((act) => (
            <li key={act.key}>
              <WaitingAct act={act} />
            </li>
          ))}
        </ol>
      )}
    </PhonePage>
  );
}

function WaitingAct({ act }: { act: KeptAct }) {
  const text = useText(words);
  const { language } = useLanguage();
  const own = useUser().id === act.user;
  const what = pick(act.words, language);
  return (
    <>
      <strong>{what}</strong>
      <p className="bg-muted">
        {text('made')} <Moment at={act.madeAt} />
      </p>
      {!own && <p>{text('others')}</p>}
      {own && act.refused === null && <p>{text('waits')}</p>}
      {act.refused !== null && <p className="phone-refusal">{act.refused.words[language]}</p>}
      {own && act.refused !== null && (
        <div className="phone-choices">
          <BigButton quiet onClick={() => void outbox.retry(act.key)}>
            {text('again')}
          </BigButton>
          <Confirm
            title={text('dropTitle')}
            more={text('dropMore', { what })}
            act={text('drop')}
            onConfirm={() => outbox.discard(act.key)}
          >
            {(ask) => (
              <BigButton quiet onClick={ask}>
                {text('drop')}
              </BigButton>
            )}
          </Confirm>
        </div>
      )}
    </>
  );
}
