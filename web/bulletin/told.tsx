import type { ReactNode } from 'react';
import type { BulletinDifference, BulletinParagraph, BulletinSegment } from '#contracts/bulletin.ts';
import type { Language } from '#contracts/errors.ts';
import { useText } from '../platform/language.ts';
import { type Corrected, side } from './words.ts';
import './bulletin.css';

const words = {
  gone: ['不再适用', 'no longer applies'],
  mark: ['更正{number}', 'correction {number}'],
  added: ['增加', 'Added'],
  before: ['原', 'Before'],
  after: ['现', 'now'],
} as const;

type DrawFigure = (segment: { text: string; figure: string }) => ReactNode;

interface SegmentsProps {
  segments: readonly BulletinSegment[];
  language: Language;
  corrected?: Corrected;
  /** how a figure is drawn; without it, as text */
  figure?: DrawFigure | undefined;
}

/** A bulletin's title, broken where it must be before its day and never within it. */
export function Title({ title }: { title: string }) {
  const [, name = title, day = ''] = /^(.*?)(（[^）]*）|(?<=, )\d+ \w+ \d+)$/u.exec(title) ?? [];
  return (
    <>
      {name}
      <span className="bulletin-day">{day}</span>
    </>
  );
}

/** A paragraph's words and figures; what was corrected is struck, with the new value behind it. */
export function Segments({ segments, language, corrected, figure }: SegmentsProps) {
  return segments.map((segment, index) => {
    if (segment.figure === undefined) {
      const held = segments[index - 1]?.figure === undefined ? '' : stopAt(segment);
      return <span key={index}>{segment.text.slice(held.length)}</span>;
    }
    const stop = stopAt(segments[index + 1]);
    const known = { text: segment.text, figure: segment.figure };
    const drawn = figure === undefined ? segment.text : figure(known);
    const corrections = corrected?.get(segment.figure) ?? [];
    if (corrections.length === 0)
      return (
        <span key={index} className="bulletin-figure">
          {drawn}
          {stop}
        </span>
      );
    return (
      <span key={index}>
        <CorrectedFigure drawn={drawn} corrections={corrections} language={language} />
        {stop}
      </span>
    );
  });
}

/** The stop that a text begins with. It is held with the figure before it: beside a button browsers would let it begin a line. */
function stopAt(segment: BulletinSegment | undefined): string {
  return segment === undefined || segment.figure !== undefined
    ? ''
    : (/^[，。；：、,.;:]/u.exec(segment.text)?.[0] ?? '');
}

function CorrectedFigure(props: {
  drawn: ReactNode;
  corrections: ReadonlyArray<{ number: number; item: BulletinDifference }>;
  language: Language;
}) {
  const text = useText(words);
  const at = side(props.language);
  const last = props.corrections.at(-1)!;
  const between = props.corrections.slice(0, -1);
  return (
    <span className="bulletin-corrected">
      <del>{props.drawn}</del>
      {between.map(({ number, item }) => (
        <del key={number}> {item.after?.[at]}</del>
      ))}{' '}
      <ins>{last.item.kind === 'gone' ? text('gone') : last.item.after?.[at]}</ins>
      <a className="bulletin-mark" href={`#correction-${last.number}`}>
        {text('mark', { number: last.number })}
      </a>
    </span>
  );
}

/** Running text of a bulletin. */
export function Paragraphs(props: {
  paragraphs: readonly BulletinParagraph[];
  language: Language;
  corrected?: Corrected;
  figure?: DrawFigure;
}) {
  const { paragraphs, language, ...rest } = props;
  return paragraphs.map((paragraph) => {
    const inside = <Segments segments={paragraph.segments} language={language} {...rest} />;
    if (paragraph.kind === 'heading') return <h2 key={paragraph.key}>{inside}</h2>;
    return (
      <p key={paragraph.key} className={paragraph.kind === 'entry' ? 'bulletin-entry' : 'bulletin-body'}>
        {inside}
      </p>
    );
  });
}

/** One difference in a line: '口罩库存：588 万只 → 590 万只'. */
export function DifferenceLine({ item, language }: { item: BulletinDifference; language: Language }) {
  const text = useText(words);
  const at = side(language);
  return (
    <>
      {item.kind === 'added' ? <strong>{text('added')} </strong> : <strong>{item.label?.[at]} </strong>}
      {item.before !== null && (
        <>
          <span className="bg-hidden">{text('before')} </span>
          <del>{item.before[at]}</del>
          <span aria-hidden="true"> → </span>
          <span className="bg-hidden">{text('after')} </span>
        </>
      )}
      <ins>{item.kind === 'gone' ? text('gone') : item.after?.[at]}</ins>
    </>
  );
}
