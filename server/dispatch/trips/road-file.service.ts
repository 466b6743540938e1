/** Road distances from a file: one wrong line refuses the whole file. */
import { parse } from 'csv-parse/sync';
import { DomainError } from '../../platform/errors.ts';
import type { Work } from '../../platform/work.ts';
import * as repository from './trips.repository.ts';

/** A csv of from,to,km[,minutes] with places of the ledger; one wrong line refuses the whole file. Error `trip.bad-road-file`. */
export async function saveRoadFile(work: Work, csv: string): Promise<number> {
  const rows = readRoadFile(csv);
  const places = [...new Set(rows.flatMap(({ from, to }) => [from, to]))];
  const known = new Set((await repository.placesAt(work.tx, work.actor.city, places)).map(({ place_id }) => place_id));
  for (const { from, to, line } of rows) {
    const unknown = [from, to].find((place) => !known.has(place));
    if (unknown !== undefined) refused(line, `没有地点 ${unknown}`, `there is no place ${unknown}`);
  }
  await repository.saveRoads(
    work.tx,
    rows.map((row) => ({
      city_code: work.actor.city,
      from_place: row.from,
      to_place: row.to,
      km: row.km.toFixed(3),
      minutes: row.minutes === null ? null : row.minutes.toFixed(2),
    })),
  );
  work.audit({
    action: 'road.distances',
    subject: 'road-distances',
    subjectId: work.actor.city,
    after: { rows: rows.length },
  });
  work.changed('trips');
  return rows.length;
}

interface RoadRow {
  line: number;
  from: string;
  to: string;
  km: number;
  minutes: number | null;
}
interface Line {
  record: string[];
  /** as an editor counts: blank lines, and breaks inside quotes, too */
  info: { lines: number };
}

const refused = (line: number, zh: string, en: string): never => {
  throw new DomainError('trip.bad-road-file', { line, what: [zh, en] });
};

export function readRoadFile(csv: string): RoadRow[] {
  const [head, ...lines] = linesOf(csv);
  const columns = (head?.record ?? []).map((cell) => cell.toLowerCase());
  const at = Object.fromEntries(['from', 'to', 'km', 'minutes'].map((name) => [name, columns.indexOf(name)]));
  const missing = ['from', 'to', 'km'].find((name) => at[name] === -1);
  if (missing !== undefined) refused(1, `缺少 ${missing} 列`, `the column ${missing} is missing`);
  if (lines.length === 0) refused(2, '只有表头，没有一段里程', 'there is a heading and no distance below it');
  const seen = new Map<string, RoadRow>();
  for (const { record, info } of lines) {
    const wrong = (zh: string, en: string): never => refused(info.lines, zh, en);
    const cell = (name: string) => record[at[name] ?? -1] ?? '';
    const number = (name: string): number => {
      const value = Number(cell(name));
      return cell(name) === '' || !(value >= 0 && value < 100_000)
        ? wrong(`${name} 应为不小于 0 的数`, `${name} is a number of 0 or more`)
        : value;
    };
    const [from, to] = [cell('from'), cell('to')];
    if (from === '' || to === '') wrong('缺少地点', 'a place is missing');
    if (seen.has(`${from} ${to}`)) wrong(`${from} 到 ${to} 出现两次`, `${from} to ${to} is there twice`);
    seen.set(`${from} ${to}`, {
      line: info.lines,
      from,
      to,
      km: number('km'),
      minutes: cell('minutes') === '' ? null : number('minutes'),
    });
  }
  return [...seen.values()];
}

/** A quotation mark without its other half swallows lines: refused with the line where the reader gave up. */
function linesOf(csv: string): Line[] {
  try {
    const lines: unknown = parse(csv, {
      bom: true,
      trim: true,
      relax_column_count: true,
      skip_empty_lines: true,
      info: true,
    });
    return lines as Line[];
  } catch (cause) {
    const line = (cause as { lines?: unknown }).lines;
    return refused(
      typeof line === 'number' ? line : 1,
      '引号没有成对；请去掉或补上引号',
      'a quotation mark has no other half: remove it or add the other',
    );
  }
}
