import { type PublicBulletin, publicBulletinContracts } from '#contracts/bulletin.ts';
import { useData } from '../platform/data.ts';
import { Day } from '../platform/day.tsx';
import { useLanguage, useText } from '../platform/language.ts';
import { PageLink, usePageParams } from '../platform/navigation.tsx';
import { ProblemView } from '../platform/problem.tsx';
import { DifferenceLine, Paragraphs, Title } from './told.tsx';
import { correctedIn, numberWords, side } from './words.ts';
import './bulletin.css';

const words = {
  back: ['全部公开信息', 'All that is published'],
  print: ['打印', 'Print'],
  document: ['下载公文（docx）', 'Download the document (docx)'],
  colon: ['：', ':'],
  corrections: ['更正', 'Corrections'],
  number: ['第{number}号', 'No. {number}'],
  code: ['扫码在手机上打开本页', 'Scan to open this page on a phone'],
} as const;

/** One issued bulletin for everyone: as it was issued, with the corrections beside the figures. */
export default function PublicDayPage() {
  const { day = '' } = usePageParams();
  const text = useText(words);
  const bulletin = useData(publicBulletinContracts.read, { params: { day } }, { topics: ['bulletins'] });
  if (bulletin.data !== undefined) return <Issued bulletin={bulletin.data} />;
  if (bulletin.error) {
    return (
      <>
        <ProblemView page problem={bulletin.error} onRetry={() => void bulletin.refetch()} />
        <p className="bulletin-centre">
          <PageLink to="/p">{text('back')}</PageLink>
        </p>
      </>
    );
  }
  return <div className="bg-loading" aria-busy="true" />;
}

function Issued({ bulletin }: { bulletin: PublicBulletin }) {
  const { language } = useLanguage();
  const text = useText(words);
  const at = side(language);
  const told = bulletin[language];
  return (
    <div className="bulletin-public">
      <nav className="bulletin-public-acts bg-no-print">
        <PageLink to="/p" className="bg-back">
          ‹ {text('back')}
        </PageLink>
        <span className="bg-space" />
        <button type="button" className="bg-button" onClick={() => window.print()}>
          {text('print')}
        </button>
        <a
          className="bg-button"
          href={`/api/public/bulletins/${bulletin.day}/document?language=${language}`}
          download={`${told.title}.docx`}
        >
          {text('document')}
        </a>
      </nav>
      <article className="bulletin-text">
        <header className="bulletin-masthead">
          <p className="bulletin-issuer">{bulletin.by[at]}</p>
          <p className="bg-muted">{numberWords(bulletin.year, bulletin.number, language)}</p>
        </header>
        <h1>
          <Title title={told.title} />
        </h1>
        <p>
          {bulletin.addressee[at]}
          {text('colon')}
        </p>
        <Paragraphs paragraphs={told.paragraphs} language={language} corrected={correctedIn(bulletin.corrections)} />
        <footer className="bulletin-signature">
          <p>{bulletin.by[at]}</p>
          <p>
            <Day day={bulletin.issuedDay} year />
          </p>
        </footer>
        <Corrections bulletin={bulletin} />
      </article>
      <figure className="bulletin-code">
        <img
          src={`data:image/svg+xml,${encodeURIComponent(bulletin.code.svg)}`}
          alt={`${text('code')} ${bulletin.code.address}`}
          width="132"
          height="132"
        />
        <figcaption>
          {text('code')}
          <br />
          <span className="bulletin-address">{bulletin.code.address}</span>
        </figcaption>
      </figure>
    </div>
  );
}

function Corrections({ bulletin }: { bulletin: PublicBulletin }) {
  const { language } = useLanguage();
  const text = useText(words);
  const at = side(language);
  if (bulletin.corrections.length === 0) return null;
  return (
    <section className="bulletin-corrections" aria-label={text('corrections')}>
      <h2>{text('corrections')}</h2>
      {bulletin.corrections.map((correction) => (
        <div key={correction.number} id={`correction-${correction.number}`}>
          <h3>{text('number', { number: correction.number })}</h3>
          <ul>
            {correction.items.map((item) => (
              <li key={item.ref}>
                <DifferenceLine item={item} language={language} />
              </li>
            ))}
          </ul>
          {correction.note !== null && <p>{correction.note[at]}</p>}
          <p className="bg-muted">
            {correction.by[at]} · <Day day={correction.day} year />
          </p>
        </div>
      ))}
    </section>
  );
}
