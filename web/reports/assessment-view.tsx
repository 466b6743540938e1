/** The trust score with its parts, and each difference with its size and what would explain it. */
import type { Assessment, ReportCheck } from '#contracts/reports.ts';
import { checkRules } from '#contracts/reports-terms.ts';
import { pick, useLanguage, useText } from '../platform/language.ts';
import { Quantity } from '../platform/number.tsx';
import { useMarks } from './names.ts';

const words = {
  trust: ['可信度 {trust}', 'Trust {trust}'],
  clean: ['没有疑点', 'No question'],
  questions: ['{count} 处疑点', '{count} questions'],
  points: ['{points} / {of}', '{points} of {of}'],
  expected: ['应为', 'Expected'],
  limit: ['上限', 'Limit'],
  reported: ['所报', 'Reported'],
  difference: ['相差', 'Difference'],
  allowed: ['允许', 'Allowed'],
  explains: ['可能的原因：', 'What would explain it: '],
  basis: ['依据：', 'Basis: '],
  nothing: ['没有可以比对的数据', 'There is nothing to compare with'],
  all: ['全部比对（{count}）', 'All comparisons ({count})'],
} as const;

export function TrustScore({ trust, questions }: { trust: number | null; questions: number | null }) {
  const text = useText(words);
  if (trust === null) return <span className="bg-muted">—</span>;
  const odd = (questions ?? 0) > 0;
  return (
    <span className={odd ? 'reports-trust reports-trust-odd' : 'reports-trust'}>
      <strong>{trust}</strong> · {odd ? text('questions', { count: questions }) : text('clean')}
    </span>
  );
}

export function AssessmentView({ assessment }: { assessment: Assessment }) {
  const text = useText(words);
  const { language } = useLanguage();
  const asked = assessment.checks.filter((check) => check.questions);
  return (
    <div className="reports-assessment">
      <p className="reports-score">
        {text('trust', { trust: assessment.trust })} ·{' '}
        {asked.length === 0 ? text('clean') : text('questions', { count: asked.length })}
      </p>
      {assessment.parts.length === 0 && <p className="bg-muted">{text('nothing')}</p>}
      <ul className="reports-parts">
        {assessment.parts.map((part) => (
          <li key={part.kind}>
            <span>{pick(checkRules[part.kind].name, language)}</span>
            <meter min={0} max={part.of} value={part.points} aria-label={pick(checkRules[part.kind].name, language)} />
            <span className="bg-number">{text('points', { points: part.points, of: part.of })}</span>
          </li>
        ))}
      </ul>
      {asked.map((check, index) => (
        <CheckView key={index} check={check} />
      ))}
      {assessment.checks.length > asked.length && (
        <details>
          <summary>{text('all', { count: assessment.checks.length })}</summary>
          {assessment.checks
            .filter((check) => !check.questions)
            .map((check, index) => (
              <CheckView key={index} check={check} />
            ))}
        </details>
      )}
    </div>
  );
}

function CheckView({ check }: { check: ReportCheck }) {
  const text = useText(words);
  const { language } = useLanguage();
  const { colon } = useMarks();
  const rule = checkRules[check.kind];
  return (
    <section className={check.questions ? 'reports-check reports-check-odd' : 'reports-check'}>
      <h3>
        {pick(check.name, language)}
        {colon}
        {pick(rule.name, language)}
      </h3>
      <dl className="reports-compare">
        <div>
          <dt>{text(check.kind === 'capacity' ? 'limit' : 'expected')}</dt>
          <dd>
            <Quantity value={check.expected} unit={check.unit} />
          </dd>
        </div>
        <div>
          <dt>{text('reported')}</dt>
          <dd>
            <Quantity value={check.reported} unit={check.unit} />
          </dd>
        </div>
        <div>
          <dt>{text('difference')}</dt>
          <dd>
            <Quantity value={check.difference} unit={check.unit} exact />
          </dd>
        </div>
        <div>
          <dt>{text('allowed')}</dt>
          <dd>
            ± <Quantity value={check.tolerance} unit={check.unit} />
          </dd>
        </div>
      </dl>
      <p className="bg-muted">
        {text('basis')}
        {pick(check.basis, language)}
      </p>
      {check.questions && (
        <p>
          {text('explains')}
          {pick(rule.explains, language)}
        </p>
      )}
    </section>
  );
}
