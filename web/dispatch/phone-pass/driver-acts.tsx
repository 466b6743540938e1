/** A driver's acts: kept on the telephone, sent when there is a network, in headquarters' time, each once. */
import { useEffect, useMemo } from 'react';
import { type DriverAct, type DriverTrip, driverContracts } from '#contracts/trips.ts';
import { type KeptAct, outbox, useOutbox } from '../../phone/outbox.ts';
import { usePhoneAct } from '../../phone/phone-act.ts';
import { BigButton, useOnline } from '../../phone/phone-page.tsx';
import { pick, useLanguage, useText } from '../../platform/language.ts';
import { useSession } from '../../platform/session.tsx';

const words = {
  offline: ['没有网络。照常操作，有网后自动发送', 'No network. Go on: it is sent when there is one'],
  waiting: ['{count} 条待发送', '{count} to be sent'],
  refused: ['没有被接受：', 'Not accepted: '],
  again: ['再发一次', 'Send again'],
  drop: ['不发了', 'Drop it'],
} as const;

export interface DriverLink {
  key: string;
  owner: { city: string; id: string };
  /** headquarters' time now, however wrong this telephone's clock */
  now: () => string;
}

/** The link as it is carried by everything on the page; begins to send what waits. */
export function useDriverLink(key: string, offset: number): DriverLink {
  const { city } = useSession();
  const id = `driver:${key.slice(0, 16)}`;
  const link = useMemo(
    () => ({ key, owner: { city: city.code, id }, now: () => new Date(Date.now() + offset).toISOString() }),
    [key, city.code, id, offset],
  );
  useEffect(() => (key === '' ? undefined : outbox.start({ city: city.code, id })), [key, city.code, id]);
  return link;
}

/** What of a driver's act is not made anew each time. */
export type GivenAct = DriverAct extends infer Each
  ? Each extends DriverAct
    ? Omit<Each, 'id' | 'at'>
    : never
  : never;

/** Sends one act, or keeps it. `about`: acts on one thing stay in order, whatever becomes of the others. */
export function useDriverAct(link: DriverLink, about: string, named: readonly [string, string], onDone?: () => void) {
  const act = usePhoneAct(driverContracts.act, {
    as: link.owner,
    subject: `driver:${about}:${link.key.slice(0, 16)}`,
    words: named,
    onDone: () => onDone?.(),
  });
  return {
    ...act,
    run: (given: GivenAct, at = link.now()) =>
      act.run({
        params: { key: link.key },
        body: { ...given, id: crypto.randomUUID(), at } as DriverAct,
      }),
  };
}

const bodyOf = (act: KeptAct): Partial<DriverAct> => (act.input.body ?? {}) as Partial<DriverAct>;

/** This link's acts that wait on the telephone. */
export function useWaiting(link: DriverLink): readonly KeptAct[] {
  return useOutbox().filter(({ user }) => user === link.owner.id);
}

/** A stop as it is for the driver: what has been done and not yet sent counts. */
export function stateHere(stop: DriverTrip['trip']['stops'][number], waiting: readonly KeptAct[]) {
  const acts = waiting
    .filter(({ refused }) => refused === null)
    .map(bodyOf)
    .flatMap((body) =>
      (body.act === 'arrive' || body.act === 'unload') && body.position === stop.position ? [body.act] : [],
    );
  if (acts.includes('unload')) return 'unloaded';
  return acts.includes('arrive') && stop.state === 'waiting' ? 'arrived' : stop.state;
}

/** Says that there is no network, how much waits, and what was refused with its reason. */
export function DriverStatus({ link }: { link: DriverLink }) {
  const text = useText(words);
  const { language } = useLanguage();
  const online = useOnline();
  const acts = useWaiting(link);
  const refused = acts.filter((act) => act.refused !== null);
  // A position that came too late for its agreement is nothing that a driver decides about.
  const lapsed = refused.filter((act) => bodyOf(act).act === 'position').map(({ key }) => key);
  const lapsedKeys = lapsed.join(' ');
  useEffect(() => {
    for (const key of lapsedKeys.split(' ').filter(Boolean)) void outbox.discard(key);
  }, [lapsedKeys]);
  const shown = refused.filter(({ key }) => !lapsed.includes(key));
  const waiting = acts.length - refused.length;
  return (
    <div role="status" className="phone-status">
      {!online && <p className="phone-strip phone-strip-offline">{text('offline')}</p>}
      {waiting > 0 && <p className="phone-strip">{text('waiting', { count: waiting })}</p>}
      {shown.map((act) => (
        <div key={act.key} className="phone-strip phone-strip-refused">
          <p>
            {pick(act.words, language)} · {text('refused')}
            {act.refused?.words[language]}
          </p>
          <div className="phone-choices">
            <BigButton quiet onClick={() => void outbox.retry(act.key)}>
              {text('again')}
            </BigButton>
            <BigButton quiet onClick={() => void outbox.discard(act.key)}>
              {text('drop')}
            </BigButton>
          </div>
        </div>
      ))}
    </div>
  );
}
