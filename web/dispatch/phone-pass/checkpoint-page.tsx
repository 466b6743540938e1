import { useEffect, useState } from 'react';
import { type CheckpointRow, checkpointContracts, type ScanInput } from '#contracts/checkpoints.ts';
import { type CheckOutcome, checkPass, type EarlierScan, FEVER } from '#contracts/pass-check.ts';
import { tokenOf } from '#contracts/pass-token.ts';
import { registryNames } from '#contracts/registry-names.ts';
import { useOfflineData } from '../../phone/offline-data.ts';
import { usePhoneAct } from '../../phone/phone-act.ts';
import { BigButton, PhonePage } from '../../phone/phone-page.tsx';
import { call } from '../../platform/client.ts';
import { localName, useLanguage, useText } from '../../platform/language.ts';
import { notify } from '../../platform/notices.tsx';
import { ProblemView } from '../../platform/problem.tsx';
import { type Carried, rememberSeen, seenHere, useCarried } from './carried.ts';
import { emptyPerson, type Person, PersonChecks } from './person-checks.tsx';
import { Scanner } from './scanner.tsx';
import { PassContents, VerdictView } from './verdict.tsx';
import './phone-pass.css';

const words = {
  choose: ['您在哪个卡口？', 'Which checkpoint are you at?'],
  none: ['本县区还没有设卡口，请在“通行证”页面添加', 'There is no checkpoint yet: add one on the Passes page'],
  change: ['换卡口', 'Another checkpoint'],
  age: ['核验数据：{minutes} 分钟前', 'Data to check with: {minutes} minutes old'],
  ageHours: ['核验数据：{hours} 小时前', 'Data to check with: {hours} hours old'],
  reading: ['正在读取核验数据…', 'Reading the data to check with…'],
  noData: ['本机还没有核验数据，请先联网一次', 'No data to check with yet: go online once'],
  pass: ['放行', 'Let pass'],
  stop: ['不放行', 'Stop'],
  isolate: ['隔离并报告', 'Isolate and report'],
  again: ['不登记，重新扫码', 'Scan again without registering'],
  done: ['已登记', 'Registered'],
  kept: ['已存在本机，有网络时自动上报', 'Kept on this phone, sent when there is a network'],
  act: ['查验 {plate}', 'Check of {plate}'],
  call: ['打电话给调度 {phone}', 'Call dispatch {phone}'],
} as const;
const chosenName = 'baogong:checkpoint';

/** A guard's phone: scan, green, grey or red with the reason, temperature and test noted; works without a network. */
export default function CheckpointPage() {
  const text = useText(words);
  const carried = useCarried();
  const gates = useOfflineData(checkpointContracts.list);
  // read here already, so that names of counties are on the telephone before the network is gone
  useOfflineData(registryNames);
  const [chosen, setChosen] = useState(() => localStorage.getItem(chosenName) ?? '');
  const [token, setToken] = useState<string | null>(null);
  const gate = gates.data?.rows.find(({ id }) => id === chosen);
  const choose = (id: string) => {
    localStorage.setItem(chosenName, id);
    setChosen(id);
  };
  if (gate === undefined) {
    return (
      <PhonePage>
        <h1>{text('choose')}</h1>
        {gates.data?.rows.length === 0 && <p>{text('none')}</p>}
        {gates.data === undefined && gates.error !== null && <ProblemView problem={gates.error} />}
        {gates.data?.rows.map((row) => (
          <BigButton key={row.id} quiet onClick={() => choose(row.id)}>
            {row.name}
          </BigButton>
        ))}
      </PhonePage>
    );
  }
  if (token !== null)
    return (
      <Check
        key={token}
        token={token}
        gate={gate}
        carried={carried}
        dispatchPhone={gates.data?.dispatchPhone ?? null}
        onOver={() => setToken(null)}
      />
    );
  return (
    <PhonePage
      foot={
        <BigButton quiet onClick={() => choose('')}>
          {text('change')}
        </BigButton>
      }
    >
      <h1>{gate.name}</h1>
      <Age carried={carried} />
      <Scanner onCode={(code) => setToken(tokenOf(code))} />
    </PhonePage>
  );
}

function Age({ carried }: { carried: Carried }) {
  const text = useText(words);
  if (carried.list === null) return <p className="pass-age">{text(carried.reading ? 'reading' : 'noData')}</p>;
  const minutes = Math.max(0, Math.round((carried.now() - carried.list.madeAt) / 60_000));
  return (
    <p className="pass-age">
      {minutes < 120 ? text('age', { minutes }) : text('ageHours', { hours: Math.floor(minutes / 60) })}
    </p>
  );
}

interface CheckProps {
  token: string;
  gate: CheckpointRow;
  carried: Carried;
  dispatchPhone: string | null;
  onOver: () => void;
}

function Check({ token, gate, carried, dispatchPhone, onOver }: CheckProps) {
  const text = useText(words);
  const { language } = useLanguage();
  const names = useOfflineData(registryNames);
  const [person, setPerson] = useState<Person>(emptyPerson);
  const outcome = useOutcome(token, gate, carried, person);
  const [eventId] = useState(() => crypto.randomUUID());
  const register = usePhoneAct(checkpointContracts.scan, {
    subject: `scan:${eventId}`,
    words: words.act,
    onDone: ({ kept }) => {
      notify(kept ? words.kept : words.done);
      onOver();
    },
  });
  const countyName = (code: string) => {
    const county = names.data?.counties.find((each) => each.code === code);
    return county === undefined ? code : localName(county, language);
  };
  const decide = (decision: ScanInput['decision']) => {
    if (outcome === null) return;
    const at = carried.now();
    if (outcome.pass) rememberSeen({ passId: outcome.pass.i, at, checkpoint: gate.id, lat: gate.lat, lon: gate.lon });
    void register.run(
      {
        body: {
          eventId,
          checkpoint: gate.id,
          token: token.slice(0, 4000),
          at: new Date(at).toISOString(),
          verdict: outcome.verdict,
          decision,
          plate: plateSeen(person, outcome),
          temperature: person.temperature,
          test: person.test,
          testHours: person.testHours,
          note: '',
        },
      },
      { plate: outcome.pass?.p ?? outcome.pass?.n ?? '—' },
    );
  };
  // another code than a pass lets nobody through; what is to be checked is let through by a guard who means it, not by habit
  const nothing = outcome?.reasons.some(({ code }) => code === 'not_a_pass') === true;
  const sick = (person.temperature ?? 0) >= FEVER || person.test === 'positive';
  return (
    <PhonePage
      foot={
        <>
          {sick ? (
            <BigButton loading={register.running} onClick={() => decide('isolated')}>
              {text('isolate')}
            </BigButton>
          ) : (
            <BigButton
              quiet={outcome?.verdict !== 'green'}
              loading={register.running}
              disabled={outcome?.verdict === 'red' || nothing}
              onClick={() => decide('passed')}
            >
              {text('pass')}
            </BigButton>
          )}
          <BigButton quiet loading={register.running} onClick={() => decide('stopped')}>
            {text('stop')}
          </BigButton>
        </>
      }
    >
      {outcome !== null && <VerdictView outcome={outcome} />}
      {dispatchPhone !== null && outcome !== null && outcome.verdict !== 'green' && (
        <a className="phone-button phone-button-quiet" href={`tel:${dispatchPhone}`}>
          {text('call', { phone: dispatchPhone })}
        </a>
      )}
      {outcome?.pass && <PassContents pass={outcome.pass} countyName={countyName} />}
      <PersonChecks person={person} plate={outcome?.pass?.p ?? null} onChange={setPerson} />
      {register.problem !== null && <ProblemView problem={register.problem} />}
      <BigButton quiet onClick={onOver}>
        {text('again')}
      </BigButton>
    </PhonePage>
  );
}

const plateSeen = (person: Person, outcome: CheckOutcome): string | null =>
  person.plate === 'same' ? (outcome.pass?.p ?? null) : person.plate === 'other' ? person.otherPlate || '?' : null;

/** Checked anew whenever the guard has noted something; with a network also against what other checkpoints saw. */
function useOutcome(token: string, gate: CheckpointRow, carried: Carried, person: Person): CheckOutcome | null {
  const [outcome, setOutcome] = useState<CheckOutcome | null>(null);
  const [elsewhere, setElsewhere] = useState<EarlierScan[]>([]);
  const { list, now, clockWentBack } = carried;
  const passId = outcome?.pass?.i;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the clock is read when something else changes
  useEffect(() => {
    let current = true;
    const pass = outcome?.pass ?? null;
    void checkPass({
      token,
      now: now(),
      list,
      clockWentBack: clockWentBack(),
      checkpoint: { id: gate.id, county: gate.county, lat: gate.lat, lon: gate.lon },
      plate: pass && plateSeen(person, { verdict: 'grey', reasons: [], pass }),
      health: { temperature: person.temperature, test: person.test, testHours: person.testHours },
      earlier: [...seenHere(), ...elsewhere],
    }).then((next) => current && setOutcome(next));
    return () => {
      current = false;
    };
  }, [token, gate, list, person, elsewhere, passId]);
  useEffect(() => {
    if (passId === undefined) return;
    let current = true;
    call(checkpointContracts.seen, { params: { id: passId } }).then(
      ({ scans }) => current && setElsewhere(scans.map((scan) => ({ ...scan, passId, at: Date.parse(scan.at) }))),
      // without a network the phone's own memory has to do
      () => {},
    );
    return () => {
      current = false;
    };
  }, [passId]);
  return outcome;
}
