/**
 * Measures of an official document by GB/T 9704—2012: A4, a text area of 156 mm × 225 mm with 22 lines of 28 characters, sizes 2号, 3号, 4号.
 * Lengths in twips (a twentieth of a point) unless said otherwise; sizes of type in half-points, as docx has them.
 */
const TWIPS_A_MILLIMETRE = 1440 / 25.4;
const millimetres = (length: number): number => Math.round(length * TWIPS_A_MILLIMETRE);

export const page = { width: millimetres(210), height: millimetres(297) };
/** the head margin, the binding margin, and what is left below and at the right */
export const margins = { top: millimetres(37), left: millimetres(28), bottom: millimetres(35), right: millimetres(26) };

export const CHARACTERS_A_LINE = 28;
export const LINES_A_PAGE = 22;
const textWidth = page.width - margins.left - margins.right;
/** one of the 28 places of a line */
export const character = textWidth / CHARACTERS_A_LINE;
/** a fixed line of 28 pt: 22 of them are 616 pt of the 638 pt there are, and a 23rd does not fit */
export const line = 28 * 20;

/** 2号, 3号, 4号 */
export const sizes = { two: 44, three: 32, four: 28 };
/**
 * What is taken from the space after each 3号 character, in whole twips, so that 28 of them fit a line. Set on the characters and not as a grid
 * (docGrid's charSpace): programs that snap to one give a character wider than its place a second place.
 */
export const characterSpace = Math.floor(character - sizes.three * 10);

/** The issuing body's name hangs 35 mm below the top of the text area. */
export const markDrop = millimetres(35);
/** The number stands 4 mm above the red line; borders measure in points. */
export const redLineGap = Math.round(4 / (25.4 / 72));
/** The page number stands 7 mm below the text area; measured from the foot of the page to the foot of its line. */
export const footer = margins.bottom - millimetres(7) - sizes.four * 10;

export const RED = 'E60012';

export const fonts = {
  song: '方正小标宋简体',
  imitation: '仿宋_GB2312',
  bold: '黑体',
  plain: '宋体',
  latin: 'Times New Roman',
};

/** What a machine without these fonts takes instead. */
export const fontTable = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">${[
  [fonts.song, '宋体,SimSun,Noto Serif CJK SC'],
  [fonts.imitation, '仿宋,FangSong,Noto Serif CJK SC'],
  [fonts.bold, 'SimHei,Noto Sans CJK SC'],
  [fonts.plain, 'SimSun,Noto Serif CJK SC'],
  [fonts.latin, 'Liberation Serif'],
]
  .map(([name, others]) => `<w:font w:name="${name}"><w:altName w:val="${others}"/></w:font>`)
  .join('')}</w:fonts>`;

/** Half-points at which a name fits one line, 小初 (36 pt) at most. */
export function markSize(name: string): number {
  const fitting = Math.floor(textWidth / 20 / Math.max(widthOf(name), 1));
  return Math.min(72, Math.max(sizes.three, fitting * 2));
}

/** A title too long for one line is broken before the day in brackets, so that no word is cut in two. */
export function titleLines(title: string): string[] {
  // two places for the quarter of one that stands on each side of a figure among characters
  const places = Math.floor(textWidth / (sizes.two * 10)) - 2;
  const bracket = title.lastIndexOf('（');
  return widthOf(title) <= places || bracket <= 0 ? [title] : [title.slice(0, bracket), title.slice(bracket)];
}

/** Places that a text takes: letters and digits half a place each. */
export function widthOf(text: string): number {
  return [...text].reduce((width, letter) => width + (/[\u0020-\u024f]/u.test(letter) ? 0.5 : 1), 0);
}

/**
 * Without a seal: the signer ends two places from the right; the date begins two places to the right of the signer's beginning. When the date
 * would then come nearer than two places to the right edge, it ends there and the signer moves left. In places from the left.
 */
export function signaturePlaces(signer: string, date: string): { signer: number; date: number } {
  const last = CHARACTERS_A_LINE - 2;
  const begins = last - widthOf(signer);
  const dated = Math.min(begins + 2, last - widthOf(date));
  return { signer: Math.max(0, dated - 2), date: Math.max(0, dated) };
}
