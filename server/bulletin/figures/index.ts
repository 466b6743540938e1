/** The day's figures and the bulletin's draft. Pure: computed from a dataset, from a folder or the database alike. */
export { type Comparison, compareWithLastYear } from './energy.ts';
export { type BulletinFigures, bulletinFigures, type FigureTree, figuresOfPosition } from './figures.ts';
export {
  type BulletinDraft,
  draftText,
  type FigureSegment,
  type Paragraph,
  plainText,
  type Segment,
  type TextSegment,
} from './segments.ts';
export { bulletinText } from './text.ts';
