import type { CheckOutcome } from '#contracts/pass-check.ts';
import type { PassPayload } from '#contracts/pass-token.ts';
import { formatMoment } from '../../platform/day.tsx';
import { pick, useLanguage, useListed, useText } from '../../platform/language.ts';
import { reasonText, verdictWords } from './reason-words.ts';
import './phone-pass.css';

const words = {
  plate: ['车牌', 'Plate'],
  holder: ['司机', 'Driver'],
  crew: ['随车', 'Crew'],
  goods: ['货物或任务', 'Goods or duty'],
  valid: ['有效期', 'Valid'],
  counties: ['通行县区', 'Counties'],
} as const;

/** Told in a word, a colour and a sign, so that it does not hang on the colour alone. */
export function VerdictView({ outcome }: { outcome: CheckOutcome }) {
  const { language } = useLanguage();
  const signs = { green: '✓', grey: '?', red: '✕' };
  return (
    <section className={`pass-verdict pass-verdict-${outcome.verdict}`} aria-live="assertive">
      <p className="pass-verdict-word">
        <span aria-hidden="true">{signs[outcome.verdict]}</span> {pick(verdictWords[outcome.verdict], language)}
      </p>
      <ul>
        {outcome.reasons.map((reason) => (
          <li key={reason.code}>{reasonText(reason, language)}</li>
        ))}
      </ul>
    </section>
  );
}

export function PassContents({ pass, countyName }: { pass: PassPayload; countyName: (code: string) => string }) {
  const text = useText(words);
  const { language } = useLanguage();
  const listed = useListed();
  const moment = (seconds: number) => formatMoment(new Date(seconds * 1000).toISOString(), language);
  const rows = [
    [text('plate'), pass.p],
    [text('holder'), pass.n],
    [text('crew'), listed(pass.w ?? [])],
    [text('goods'), pass.g],
    [text('valid'), `${moment(pass.f)} – ${moment(pass.u)}`],
    [text('counties'), listed(pass.r.map(countyName))],
  ] as const;
  return (
    <dl className="pass-contents">
      {rows.map(([name, value]) =>
        value ? (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ) : null,
      )}
    </dl>
  );
}
