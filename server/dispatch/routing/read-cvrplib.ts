import { type Customer, type FlatInstance, straightDistances } from './flat-instance.ts';
import { InstanceError, numberOf, parseNumber, type Word } from './instance-error.ts';
import { explicitMatrix } from './read-explicit-matrix.ts';

/** Words keep their line, so that sections may break lines where they like. */
interface Section {
  line: number;
  words: Word[];
}

interface Parsed {
  file: string;
  fields: Map<string, { value: string; line: number }>;
  sections: Map<string, Section>;
  lineCount: number;
}

const SECTIONS = [
  'NODE_COORD_SECTION',
  'DEMAND_SECTION',
  'DEPOT_SECTION',
  'EDGE_WEIGHT_SECTION',
  'DISPLAY_DATA_SECTION',
  'TIME_WINDOW_SECTION',
  'SERVICE_TIME_SECTION',
];
const TYPES = ['CVRP', 'VRP', 'ACVRP', 'DCVRP', 'DVRP', 'VRPTW', 'CVRPTW'];
const ROUNDING: Record<string, (distance: number) => number> = {
  // nint of TSPLIB 95: (int) (x + 0.5)
  EUC_2D: (distance) => Math.floor(distance + 0.5),
  CEIL_2D: (distance) => Math.ceil(distance),
  EXACT_2D: (distance) => distance,
};
const ALWAYS = { open: 0, close: Number.POSITIVE_INFINITY };

/**
 * CVRPLIB's format: TSPLIB with CAPACITY, DEMAND_SECTION and DEPOT_SECTION; DISTANCE (longest route), SERVICE_TIME and windows are taken
 * where they are given.
 *
 * Vehicles: only a VEHICLES field is a limit. The k in names such as X-n101-k25 and the "No of trucks" in comments are the least number
 * that the demands need (Uchoa et al. 2017: "the minimum feasible number of vehicles … is not an upper bound"), and best-known values of
 * the X set use more; where the file gives no limit there is none.
 */
export function readCvrplib(lines: string[], file: string, mostPlaces: number): FlatInstance {
  const parsed = parse(lines, file);
  const type = parsed.fields.get('TYPE');
  if (type && !TYPES.includes(type.value.toUpperCase())) {
    throw new InstanceError(
      file,
      type.line,
      `不支持 TYPE ${type.value}；可用 ${TYPES.join('、')}`,
      `TYPE ${type.value} is not supported; use ${TYPES.join(', ')}`,
    );
  }
  const dimension = numberField(
    parsed,
    'DIMENSION',
    (value) => Number.isInteger(value) && value >= 2 && value <= mostPlaces,
    `2…${mostPlaces}`,
  )!;
  const capacity = numberField(parsed, 'CAPACITY', (value) => value > 0, '> 0')!;
  const vehicles = numberField(parsed, 'VEHICLES', (value) => Number.isInteger(value) && value >= 1, '≥ 1', true);
  const longest = numberField(parsed, 'DISTANCE', (value) => value > 0, '> 0', true);
  const service = numberField(parsed, 'SERVICE_TIME', (value) => value >= 0, '≥ 0', true) ?? 0;

  const coordinates = parsed.sections.has('NODE_COORD_SECTION')
    ? table(parsed, 'NODE_COORD_SECTION', dimension, 2)
    : null;
  const demands = table(parsed, 'DEMAND_SECTION', dimension, 1);
  const numbers = coordinates ? [...coordinates.keys()] : [...demands.keys()].sort((left, right) => left - right);
  const depot = depotNumber(parsed, numbers);
  const order = [depot, ...numbers.filter((number) => number !== depot)];
  const windows = parsed.sections.has('TIME_WINDOW_SECTION')
    ? table(parsed, 'TIME_WINDOW_SECTION', dimension, 2)
    : null;
  const services = parsed.sections.has('SERVICE_TIME_SECTION')
    ? table(parsed, 'SERVICE_TIME_SECTION', dimension, 1)
    : null;

  const customers = order.map((number, index): Customer => {
    const demand = rowOf(parsed, demands, number, 'DEMAND_SECTION');
    if (demand.values[0]! < 0)
      throw new InstanceError(file, demand.line, '需求量不能为负', 'the demand must not be negative');
    if (index === 0 && demand.values[0] !== 0)
      throw new InstanceError(file, demand.line, '配送中心的需求量应为 0', "the depot's demand must be 0");
    const window = windows ? rowOf(parsed, windows, number, 'TIME_WINDOW_SECTION') : null;
    if (window && window.values[1]! < window.values[0]!) {
      throw new InstanceError(file, window.line, '时间窗终点早于起点', 'the window closes before it opens');
    }
    const own = services ? rowOf(parsed, services, number, 'SERVICE_TIME_SECTION').values[0]! : service;
    return {
      number,
      demand: demand.values[0]!,
      window: window ? { open: window.values[0]!, close: window.values[1]! } : ALWAYS,
      serviceTime: index === 0 ? 0 : own,
    };
  });
  return {
    name: parsed.fields.get('NAME')?.value ?? file,
    customers,
    matrix: matrixOf(parsed, coordinates, numbers, order),
    capacity,
    vehicles: vehicles ?? Number.POSITIVE_INFINITY,
    workingHours: workingHours(customers[0]!, longest),
  };
}

function workingHours(depot: Customer, longest: number | null): { open: number; close: number } {
  const { open, close } = depot.window;
  return longest === null ? { open, close } : { open, close: Math.min(close, open + longest) };
}

function parse(lines: string[], file: string): Parsed {
  const fields = new Map<string, { value: string; line: number }>();
  const sections = new Map<string, Section>();
  let section: Section | null = null;
  for (const [index, raw] of lines.entries()) {
    const text = raw.trim();
    const line = index + 1;
    if (text === '') continue;
    if (/^EOF\b/.test(text)) break;
    const head = /^([A-Z][A-Z0-9_]*)\s*(?::\s*(.*)|(\s.*)?)$/i.exec(text);
    const key = head?.[1]?.toUpperCase() ?? '';
    if (key.endsWith('_SECTION')) {
      if (!SECTIONS.includes(key))
        throw new InstanceError(file, line, `不支持的段 ${key}`, `the section ${key} is not supported`);
      if (sections.has(key)) throw new InstanceError(file, line, `${key} 出现两次`, `${key} stands twice`);
      section = { line, words: [] };
      sections.set(key, section);
    } else if (head && (section === null || head[2] !== undefined)) {
      fields.set(key, { value: (head[2] ?? head[3] ?? '').trim().replace(/^"|"$/g, ''), line });
      section = null;
    } else if (section) {
      for (const word of text.split(/[\s,;]+/)) if (word !== '') section.words.push({ text: word, line });
    } else {
      throw new InstanceError(
        file,
        line,
        `看不懂这一行：“${text.slice(0, 40)}”`,
        `cannot make sense of “${text.slice(0, 40)}”`,
      );
    }
  }
  return { file, fields, sections, lineCount: lines.length };
}

function numberField(
  parsed: Parsed,
  key: string,
  allowed: (value: number) => boolean,
  range: string,
  optional = false,
): number | null {
  const field = parsed.fields.get(key);
  if (!field) {
    if (optional) return null;
    throw new InstanceError(parsed.file, null, `缺少 ${key}`, `${key} is missing`);
  }
  const value = parseNumber(field.value);
  if (value === null || !allowed(value)) {
    throw new InstanceError(
      parsed.file,
      field.line,
      `${key} 应为 ${range} 的数，实为“${field.value}”`,
      `${key} must be a number ${range}, found “${field.value}”`,
    );
  }
  return value;
}

interface TableRow {
  values: number[];
  line: number;
}

/** A section of `dimension` rows: node number, then `columns` numbers. */
function table(parsed: Parsed, name: string, dimension: number, columns: number): Map<number, TableRow> {
  const section = parsed.sections.get(name);
  if (!section) throw new InstanceError(parsed.file, null, `缺少 ${name}`, `${name} is missing`);
  const rows = new Map<number, TableRow>();
  const width = columns + 1;
  for (let index = 0; index < section.words.length; index += width) {
    const words = section.words.slice(index, index + width);
    const line = words[0]!.line;
    const values = words.map((word) => numberOf(word, parsed.file));
    if (values.length < width || words.some((word) => word.line !== line)) {
      throw new InstanceError(
        parsed.file,
        line,
        `${name} 每行应有 ${width} 个数`,
        `${name}: each line needs ${width} numbers`,
      );
    }
    const number = values[0]!;
    if (!Number.isInteger(number))
      throw new InstanceError(parsed.file, line, '节点编号应为整数', 'the node number must be a whole number');
    if (rows.has(number))
      throw new InstanceError(parsed.file, line, `节点 ${number} 重复`, `node ${number} stands twice`);
    rows.set(number, { values: values.slice(1), line });
  }
  if (rows.size !== dimension) {
    const line = section.words.at(-1)?.line ?? section.line;
    throw new InstanceError(
      parsed.file,
      line,
      `${name} 有 ${rows.size} 行，DIMENSION 是 ${dimension}`,
      `${name} has ${rows.size} rows, DIMENSION says ${dimension}`,
    );
  }
  return rows;
}

function rowOf(parsed: Parsed, rows: Map<number, TableRow>, number: number, name: string): TableRow {
  const row = rows.get(number);
  if (!row) {
    const line = parsed.sections.get(name)!.line;
    throw new InstanceError(parsed.file, line, `${name} 缺节点 ${number}`, `${name} lacks node ${number}`);
  }
  return row;
}

function depotNumber(parsed: Parsed, numbers: number[]): number {
  const section = parsed.sections.get('DEPOT_SECTION');
  if (!section) return numbers[0]!;
  const depots: Word[] = [];
  for (const word of section.words) {
    if (numberOf(word, parsed.file) === -1) break;
    depots.push(word);
  }
  if (depots.length !== 1) {
    throw new InstanceError(
      parsed.file,
      section.line,
      `应有一个配送中心，实有 ${depots.length} 个`,
      `expected one depot, found ${depots.length}`,
    );
  }
  const depot = numberOf(depots[0]!, parsed.file);
  if (!numbers.includes(depot)) {
    throw new InstanceError(
      parsed.file,
      depots[0]!.line,
      `配送中心 ${depot} 不是节点`,
      `the depot ${depot} is not a node`,
    );
  }
  return depot;
}

function matrixOf(
  parsed: Parsed,
  coordinates: Map<number, TableRow> | null,
  numbers: number[],
  order: number[],
): Float64Array {
  const type = parsed.fields.get('EDGE_WEIGHT_TYPE');
  const kind = type?.value.toUpperCase() ?? 'EUC_2D';
  if (kind === 'EXPLICIT') {
    const section = parsed.sections.get('EDGE_WEIGHT_SECTION');
    if (!section)
      throw new InstanceError(parsed.file, type!.line, '缺少 EDGE_WEIGHT_SECTION', 'EDGE_WEIGHT_SECTION is missing');
    const format = parsed.fields.get('EDGE_WEIGHT_FORMAT');
    return explicitMatrix(
      section,
      format ?? { value: 'FULL_MATRIX', line: section.line },
      order.map((number) => numbers.indexOf(number)),
      parsed.file,
    );
  }
  const round = ROUNDING[kind];
  if (!round) {
    const known = [...Object.keys(ROUNDING), 'EXPLICIT'].join(', ');
    throw new InstanceError(
      parsed.file,
      type!.line,
      `不支持 EDGE_WEIGHT_TYPE ${kind}；可用 ${known}`,
      `EDGE_WEIGHT_TYPE ${kind} is not supported; use ${known}`,
    );
  }
  if (!coordinates)
    throw new InstanceError(parsed.file, null, '缺少 NODE_COORD_SECTION', 'NODE_COORD_SECTION is missing');
  const of = (column: number): Float64Array =>
    Float64Array.from(order, (number) => coordinates.get(number)!.values[column]!);
  return straightDistances(of(0), of(1), round);
}
