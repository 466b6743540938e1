/** The bulletin as an official document (.docx) in the layout of GB/T 9704—2012. */
import {
  AlignmentType,
  BorderStyle,
  Document,
  DocumentGridType,
  Footer,
  type IParagraphOptions,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  TextRun,
} from 'docx';
import type { BulletinDifference, BulletinParagraph } from '#contracts/bulletin.ts';
import { formatDay } from '#contracts/calendar.ts';
import type { Language } from '#contracts/units.ts';
import {
  character,
  characterSpace,
  fonts,
  fontTable,
  footer,
  line,
  margins,
  markDrop,
  markSize,
  page,
  RED,
  redLineGap,
  signaturePlaces,
  sizes,
  titleLines,
} from './layout.ts';

export interface OfficialDocument {
  language: Language;
  /** null: a draft, which has no number yet */
  number: { year: number; number: number } | null;
  year: number;
  title: string;
  addressee: string;
  paragraphs: BulletinParagraph[];
  signer: string;
  /** the day of the issue; of a draft the bulletin's own */
  date: string;
  corrections: Array<{ number: number; day: string; note: string | null; items: BulletinDifference[] }>;
}

export async function officialDocument(given: OfficialDocument): Promise<Uint8Array> {
  const document = new Document({
    title: given.title,
    creator: given.signer,
    evenAndOddHeaderAndFooters: true,
    styles: { default: { document: { run: { size: sizes.three, font: fontOf('body', given.language) } } } },
    sections: [
      {
        properties: {
          page: { size: page, margin: { ...margins, footer, header: footer } },
          grid: { type: DocumentGridType.LINES, linePitch: line },
        },
        footers: { default: pageNumber('odd'), even: pageNumber('even') },
        children: [
          ...head(given),
          ...given.paragraphs.flatMap((one) => bodyParagraphs(one, given.language)),
          ...signature(given),
          ...corrections(given),
        ],
      },
    ],
  });
  return Packer.toBuffer(document, false, [{ path: 'word/fontTable.xml', data: fontTable }]);
}

type Face = 'song' | 'body' | 'heading';

function fontOf(face: Face, language: Language) {
  const eastAsia = { song: fonts.song, body: fonts.imitation, heading: fonts.bold }[face];
  const latin = face === 'song' && language === 'zh' ? fonts.song : fonts.latin;
  return { ascii: latin, hAnsi: latin, cs: latin, eastAsia };
}

const run = (
  text: string,
  face: Face,
  language: Language,
  options: { size?: number; color?: string; strike?: boolean; bold?: boolean; break?: number } = {},
) =>
  new TextRun({
    text,
    font: fontOf(face, language),
    size: sizes.three,
    ...(language === 'zh' && options.size === undefined ? { characterSpacing: characterSpace } : {}),
    ...options,
  });

/** A paragraph on fixed lines. */
const paragraph = (options: IParagraphOptions, before = 0): Paragraph =>
  new Paragraph({ ...options, spacing: { before, after: 0, line, lineRule: LineRuleType.EXACT } });

const indented = { firstLine: Math.round(2 * character), firstLineChars: 200 };

/** The issuing body in red, the number over the red line, the title, whom it goes to. */
function head({ language, signer, number, year, title, addressee }: OfficialDocument): Paragraph[] {
  const zh = language === 'zh';
  const latin = !zh;
  const numbered = number === null ? (zh ? '　' : '—') : String(number.number);
  return [
    new Paragraph({
      alignment: AlignmentType.CENTER,
      spacing: { before: markDrop, after: 0 },
      children: [run(signer, 'song', language, { size: markSize(signer), color: RED, bold: latin })],
    }),
    new Paragraph({
      alignment: AlignmentType.CENTER,
      spacing: { before: 2 * line, after: 0, line, lineRule: LineRuleType.EXACT },
      border: { bottom: { style: BorderStyle.SINGLE, size: 18, color: RED, space: redLineGap } },
      children: [
        run(zh ? `保供简报〔${year}〕${numbered}号` : `Supply Bulletin [${year}] No. ${numbered}`, 'body', language),
      ],
    }),
    ...(number === null
      ? [
          paragraph({
            alignment: AlignmentType.CENTER,
            children: [run(zh ? '（草稿，尚未签发）' : '(Draft, not issued)', 'body', language)],
          }),
        ]
      : []),
    paragraph(
      {
        alignment: AlignmentType.CENTER,
        keepNext: true,
        children: titleLines(title).map((each, index) =>
          run(each, 'song', language, { size: sizes.two, bold: latin, ...(index > 0 ? { break: 1 } : {}) }),
        ),
      },
      2 * line,
    ),
    paragraph({ children: [run(`${addressee}${zh ? '：' : ':'}`, 'body', language)] }, line),
  ];
}

/** Lines that an officer broke become paragraphs of their own. */
function bodyParagraphs({ kind, segments }: BulletinParagraph, language: Language): Paragraph[] {
  const heading = kind === 'heading';
  const text = segments.map((segment) => segment.text).join('');
  const lines = text.split('\n').filter((one) => one.trim() !== '');
  return lines.map((one) =>
    paragraph({
      indent: indented,
      keepNext: heading,
      children: [run(one.trim(), heading ? 'heading' : 'body', language, { bold: heading && language === 'en' })],
    }),
  );
}

function signature({ language, signer, date }: OfficialDocument): Paragraph[] {
  const dated = formatDay(date, language, { year: true });
  const at = (places: number) => ({ left: Math.round(places * character) });
  if (language === 'en') {
    const right = { alignment: AlignmentType.RIGHT, indent: { right: Math.round(2 * character) } };
    return [
      paragraph({ ...right, keepNext: true, children: [run(signer, 'body', language)] }, line),
      paragraph({ ...right, children: [run(dated, 'body', language)] }),
    ];
  }
  const places = signaturePlaces(signer, dated);
  return [
    paragraph({ indent: at(places.signer), keepNext: true, children: [run(signer, 'body', language)] }, line),
    paragraph({ indent: at(places.date), children: [run(dated, 'body', language)] }),
  ];
}

/** After the signature: what was corrected since, the old beside the new. */
function corrections({ language, corrections: made }: OfficialDocument): Paragraph[] {
  const zh = language === 'zh';
  const side = zh ? 0 : 1;
  return made.flatMap(({ number, day, note, items }) => {
    const dated = formatDay(day, language, { year: true });
    const heading = zh ? `更正第${number}号（${dated}）` : `Correction No. ${number} (${dated})`;
    return [
      paragraph(
        { indent: indented, keepNext: true, children: [run(heading, 'heading', language, { bold: !zh })] },
        line,
      ),
      ...items.map((item) =>
        paragraph({
          indent: indented,
          children: [
            ...(item.label === null ? [] : [run(`${item.label[side]}${zh ? '：' : ': '}`, 'body', language)]),
            ...(item.before === null ? [] : [run(item.before[side], 'body', language, { strike: true })]),
            run(afterText(item, language), 'body', language),
          ],
        }),
      ),
      ...(note === null ? [] : [paragraph({ indent: indented, children: [run(note, 'body', language)] })]),
    ];
  });
}

function afterText({ kind, after }: BulletinDifference, language: Language): string {
  const zh = language === 'zh';
  if (kind === 'gone') return zh ? '（不再适用）' : ' (no longer applies)';
  const told = after?.[zh ? 0 : 1] ?? '';
  if (kind === 'added') return zh ? `增加：${told}` : `Added: ${told}`;
  return zh ? `，更正为 ${told}` : `, corrected to ${told}`;
}

/** 4号, between dashes: one place from the right on odd pages, from the left on even ones. */
function pageNumber(side: 'odd' | 'even'): Footer {
  const inset = sizes.four * 10;
  const odd = side === 'odd';
  return new Footer({
    children: [
      new Paragraph({
        alignment: odd ? AlignmentType.RIGHT : AlignmentType.LEFT,
        indent: odd ? { right: inset } : { left: inset },
        children: [
          new TextRun({
            children: ['— ', PageNumber.CURRENT, ' —'],
            size: sizes.four,
            font: { ascii: fonts.plain, hAnsi: fonts.plain, eastAsia: fonts.plain, cs: fonts.plain },
          }),
        ],
      }),
    ],
  });
}
