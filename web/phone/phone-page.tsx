/** The frame of a phone page: what the network and the outbox are doing, one act, its button at the thumb. */
import { type ComponentProps, type ReactNode, useEffect, useSyncExternalStore } from 'react';
import { Moment } from '../platform/day.tsx';
import { useText } from '../platform/language.ts';
import { PageLink } from '../platform/navigation.tsx';
import { useSession } from '../platform/session.tsx';
import { installPhone } from './install.ts';
import { outbox, useOutbox } from './outbox.ts';
import './phone.css';

const words = {
  offline: ['没有网络。照常填写，有网后自动发送', 'No network. Go on: it is sent when there is one'],
  waiting: ['{count} 条待发送', '{count} to be sent'],
  refused: ['{count} 条被退回，请处理', '{count} refused: see why'],
  stale: ['本机上次读到的数据：', 'As this telephone last read it:'],
  step: ['第 {now} 步，共 {all} 步', 'Step {now} of {all}'],
} as const;

export function useOnline(): boolean {
  return useSyncExternalStore(
    (changed) => {
      window.addEventListener('online', changed);
      window.addEventListener('offline', changed);
      return () => {
        window.removeEventListener('online', changed);
        window.removeEventListener('offline', changed);
      };
    },
    () => navigator.onLine,
  );
}

export function PhonePage({
  children,
  foot,
  staleAt,
}: {
  children: ReactNode;
  foot?: ReactNode;
  staleAt?: string | null;
}) {
  const { user, city } = useSession();
  const text = useText(words);
  const id = user?.id;
  useEffect(() => {
    installPhone();
    return id === undefined ? undefined : outbox.start({ city: city.code, id });
  }, [city.code, id]);
  return (
    <div className="phone-page">
      <PhoneStatus />
      {staleAt !== undefined && staleAt !== null && (
        <p className="phone-strip">
          {text('stale')} <Moment at={staleAt} />
        </p>
      )}
      <div className="phone-body">{children}</div>
      {foot !== undefined && <div className="phone-foot">{foot}</div>}
    </div>
  );
}

/** Says when there is no network, and how many acts wait or were refused; a press opens them. */
export function PhoneStatus() {
  const text = useText(words);
  const online = useOnline();
  const acts = useOutbox();
  const refused = acts.filter((act) => act.refused !== null).length;
  const waiting = acts.length - refused;
  return (
    <div role="status" className="phone-status">
      {!online && <p className="phone-strip phone-strip-offline">{text('offline')}</p>}
      {acts.length > 0 && (
        <PageLink to="/m/outbox" className={refused > 0 ? 'phone-strip phone-strip-refused' : 'phone-strip'}>
          {[
            waiting > 0 ? text('waiting', { count: waiting }) : '',
            refused > 0 ? text('refused', { count: refused }) : '',
          ]
            .filter(Boolean)
            .join(' · ')}{' '}
          ›
        </PageLink>
      )}
    </div>
  );
}

export function BigButton({
  loading = false,
  quiet = false,
  ...rest
}: ComponentProps<'button'> & { loading?: boolean; quiet?: boolean }) {
  return (
    <button
      type="button"
      {...rest}
      className={quiet ? 'phone-button phone-button-quiet' : 'phone-button'}
      disabled={rest.disabled === true || loading}
      aria-busy={loading}
    />
  );
}

/** Where one is among the screens of one act. */
export function Steps({ now, all }: { now: number; all: number }) {
  const text = useText(words);
  return (
    <div className="phone-steps" role="img" aria-label={text('step', { now, all })}>
      {Array.from({ length: all }, (_, step) => (
        <span key={step} className={step < now ? 'phone-step phone-step-done' : 'phone-step'} />
      ))}
    </div>
  );
}
