import { useRef, useState } from 'react';
import { fillWords } from '#contracts/errors.ts';
import type { AnyContract, ApiProblem, InputOf, OutputOf } from '../platform/client.ts';
import { asProblem } from '../platform/client.ts';
import { useSession } from '../platform/session.tsx';
import { outbox } from './outbox.ts';

/** `kept`: there was no answer; it is safe on the telephone and will be sent. */
export type PhoneOutcome<C extends AnyContract> = { kept: false; answer: OutputOf<C> } | { kept: true; answer: null };

export interface PhoneActOptions<C extends AnyContract> {
  /** what it is about: acts on one subject stay in order, also when one of them is refused */
  subject: string;
  /** how the act is named in the list of what waits; `{name}` is filled from `run`'s parameters */
  words: readonly [zh: string, en: string];
  /** whose act it is, for a telephone without a sign-in; the signed-in user unless given */
  as?: { city: string; id: string };
  onDone?: (outcome: PhoneOutcome<C>, input: InputOf<C>) => void;
  onProblem?: (problem: ApiProblem) => void;
}

/** An act that survives a lost network: written on the telephone, then sent; refused at once, it stays in the form instead. */
export function usePhoneAct<C extends AnyContract>(contract: C, options: PhoneActOptions<C>) {
  const { user, city } = useSession();
  const owner = options.as ?? (user === null ? null : { city: city.code, id: user.id });
  const [running, setRunning] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const underway = useRef(false);
  const run = async (input: InputOf<C>, params: Record<string, unknown> = {}): Promise<PhoneOutcome<C> | null> => {
    if (underway.current || owner === null) return null;
    underway.current = true;
    setRunning(true);
    setProblem(null);
    try {
      const words = [fillWords(options.words[0], params, 'zh'), fillWords(options.words[1], params, 'en')] as const;
      const { method, path } = contract;
      const act = await outbox.add({
        city: owner.city,
        user: owner.id,
        subject: options.subject,
        words,
        method,
        path,
        input,
      });
      const outcome = await sent(act.key);
      options.onDone?.(outcome as PhoneOutcome<C>, input);
      return outcome as PhoneOutcome<C>;
    } catch (thrown) {
      const refusal = asProblem(thrown);
      setProblem(refusal);
      options.onProblem?.(refusal);
      return null;
    } finally {
      underway.current = false;
      setRunning(false);
    }
  };
  return { run, running, problem, reset: () => setProblem(null) };
}

/** What became of the act just kept. A run that was under way when it was added may not have seen it: then the next one does. */
async function sent(key: string): Promise<{ kept: boolean; answer: unknown }> {
  const result = (await outbox.send()).get(key) ?? (await outbox.send()).get(key);
  if (result === undefined || result.outcome === 'later') return { kept: true, answer: null };
  if (result.outcome === 'done') return { kept: false, answer: result.answer };
  await outbox.discard(key);
  throw result.problem;
}
