import { useEffect, useState } from 'react';
import { type CheckOutcome, checkPass } from '#contracts/pass-check.ts';
import { tokenOf } from '#contracts/pass-token.ts';
import { passContracts } from '#contracts/passes.ts';
import { useData } from '../../platform/data.ts';
import { useText } from '../../platform/language.ts';
import { ProblemView } from '../../platform/problem.tsx';
import { readList } from './carried.ts';
import { PassContents, VerdictView } from './verdict.tsx';

const words = {
  title: ['核验通行证', 'Check a pass'],
  note: [
    '这里只核对签名、有效期和撤销情况；车牌、体温和核酸由卡口核对。',
    'Signature, time and revocation are checked here; plate, temperature and test at the checkpoint.',
  ],
} as const;

/** What anyone's phone shows that scanned a pass with its camera: the signature is checked in the browser. */
export default function PublicPassPage() {
  const text = useText(words);
  const token = tokenOf(window.location.href);
  const keys = useData(passContracts.keys);
  const revoked = useData(passContracts.revocations);
  const [outcome, setOutcome] = useState<CheckOutcome | null>(null);
  useEffect(() => {
    if (keys.data === undefined || revoked.data === undefined) return;
    let current = true;
    void checkPublicly(token, keys.data.keys, revoked.data.list).then((result) => current && setOutcome(result));
    return () => {
      current = false;
    };
  }, [token, keys.data, revoked.data]);
  const problem = keys.error ?? revoked.error;
  return (
    <>
      <h1>{text('title')}</h1>
      {problem !== null && <ProblemView problem={problem} />}
      {outcome !== null && <VerdictView outcome={outcome} />}
      {outcome?.pass && <PassContents pass={outcome.pass} countyName={(code) => code} />}
      <p className="pass-age">{text('note')}</p>
    </>
  );
}

type Keys = Parameters<typeof readList>[0];

async function checkPublicly(token: string, keys: Keys, signed: string): Promise<CheckOutcome> {
  const list = await readList(keys, signed);
  const base = {
    token,
    now: list?.madeAt ?? 0,
    list,
    plate: null,
    health: { temperature: 36.5, test: 'negative', testHours: 0 },
    earlier: [],
  } as const;
  const first = await checkPass({ ...base, checkpoint: { id: '', county: '', lat: 0, lon: 0 } });
  if (first.pass === null) return first;
  const checkpoint = { id: '', county: first.pass.r[0] ?? '', lat: 0, lon: 0 };
  return checkPass({ ...base, plate: first.pass.p ?? null, checkpoint });
}
