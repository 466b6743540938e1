/** What has changed in the data since a bulletin was issued, figure by figure. */

/** A figure as it was told. */
export interface ToldFigure {
  figure: string;
  label: [zh: string, en: string];
  text: [zh: string, en: string];
  value: string;
  unit: string;
  kind: string | null;
}

export interface ToldParagraph {
  key: string;
  text: [zh: string, en: string];
  figures: string[];
}

export interface Told {
  figures: ToldFigure[];
  paragraphs: ToldParagraph[];
}

export type Difference =
  /** told then, and now otherwise */
  | { kind: 'changed'; figure: string; label: [string, string]; before: [string, string]; after: [string, string] }
  /** told then, and no longer true at all */
  | { kind: 'gone'; figure: string; label: [string, string]; before: [string, string] }
  /** a paragraph that tells something new */
  | { kind: 'added'; paragraph: string; after: [string, string] };

/** `same` says of a figure whether a change of it is a correction of that day (see `comparable`). */
export function differencesOf(before: Told, after: Told, compared: (figure: ToldFigure) => boolean): Difference[] {
  const now = new Map(after.figures.map((figure) => [figure.figure, figure]));
  const then = new Set(before.figures.map((figure) => figure.figure));
  const changed = before.figures.filter(compared).flatMap((told): Difference[] => {
    const { figure, label } = told;
    const current = now.get(figure);
    if (current === undefined) return [{ kind: 'gone', figure, label, before: told.text }];
    if (told.text[0] === current.text[0] && told.text[1] === current.text[1]) return [];
    return [{ kind: 'changed', figure, label, before: told.text, after: current.text }];
  });
  const added = after.paragraphs
    .filter((paragraph) =>
      paragraph.figures.some((figure) => !then.has(figure) && now.has(figure) && compared(now.get(figure)!)),
    )
    .map((paragraph): Difference => ({ kind: 'added', paragraph: paragraph.key, after: paragraph.text }));
  return [...changed, ...added];
}

/**
 * Stock and energy are kept day by day. Producers, lines, licences and needs stand as they are today: once the day is over, a change of
 * them is news and no correction of that day.
 */
export function comparable(figure: Pick<ToldFigure, 'kind' | 'unit'>, dayIsOver: boolean): boolean {
  if (!dayIsOver || figure.kind === 'energy') return true;
  // Days of cover rest on stock and need; a sum of stock has a unit.
  return figure.kind === 'stock' && figure.unit !== '';
}
