/** The day's figures and the bulletin's draft. Pure: computed from a dataset, from a folder or the database alike. */
export {
  type ArrangedPart,
  type Arrangement,
  arrange,
  arrangeParts,
  asGenerated,
  type Remark,
  remarkKey,
} from './arrange.ts';
export {
  comparable,
  type Difference,
  differencesOf,
  type Told,
  type ToldFigure,
  type ToldParagraph,
} from './differences.ts';
export { type Comparison, compareWithLastYear } from './energy.ts';
export { type BulletinFigures, bulletinFigures, type FigureTree, figuresOfPosition } from './figures.ts';
export { figureLabel } from './labels.ts';
export { PART_NAMES, type PartKey } from './part-names.ts';
export {
  type BulletinDraft,
  type BulletinPart,
  draftText,
  type FigureKind,
  type FigureSegment,
  type Paragraph,
  plainText,
  type Segment,
  type TextSegment,
} from './segments.ts';
export { indexSources, type Source, type SourceIndex } from './sources.ts';
export { INDICATORS, STATUS_IN_ENGLISH } from './structure.ts';
export { bulletinParts, bulletinText, bulletinTitle } from './text.ts';
