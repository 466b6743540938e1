import { type Customer, type FlatInstance, straightDistances } from './flat-instance.ts';
import { InstanceError, parseNumber } from './instance-error.ts';

const COLUMNS = ['CUST NO.', 'XCOORD.', 'YCOORD.', 'DEMAND', 'READY TIME', 'DUE DATE', 'SERVICE TIME'] as const;

interface Row {
  line: number;
  values: number[];
}

/**
 * Solomon's format (also Gehring and Homberger's): name, number of vehicles and capacity, then one row of seven numbers for each customer,
 * the depot first. Distances are not rounded. The number of vehicles is a limit.
 */
export function readSolomon(lines: string[], file: string, mostPlaces: number): FlatInstance {
  const rows = numberRows(lines, file);
  const fleetLine = headLine(lines, /^\s*NUMBER\s+CAPACITY\s*$/i, 'NUMBER CAPACITY', file);
  const customerLine = headLine(lines, /^\s*CUST(OMER)?\b.*\bX/i, COLUMNS.join('  '), file);
  const fleet = rows.find((row) => row.line > fleetLine && row.line < customerLine);
  if (!fleet)
    throw new InstanceError(
      file,
      fleetLine,
      '下一行应给出车辆数与载重量',
      'the next line must give the number of vehicles and the capacity',
    );
  const [vehicles, capacity] = fleet.values;
  if (fleet.values.length !== 2 || !Number.isInteger(vehicles) || vehicles! < 1 || !(capacity! > 0)) {
    throw new InstanceError(
      file,
      fleet.line,
      '应为两个正数：车辆数（整数）与载重量',
      'expected two positive numbers: vehicles (whole) and capacity',
    );
  }
  const data = rows.filter((row) => row.line > customerLine);
  checkSize(data, lines.length, file, mostPlaces);
  const seen = new Map<number, number>();
  const customers = data.map((row, index) => customerOf(row, index === 0, seen, file));
  return {
    name: lines.find((line) => line.trim() !== '')!.trim(),
    customers,
    matrix: straightDistances(
      Float64Array.from(data, (row) => row.values[1]!),
      Float64Array.from(data, (row) => row.values[2]!),
      (distance) => distance,
    ),
    capacity: capacity!,
    vehicles: vehicles!,
    workingHours: customers[0]!.window,
  };
}

function headLine(lines: string[], pattern: RegExp, expected: string, file: string): number {
  const index = lines.findIndex((line) => pattern.test(line));
  if (index < 0) {
    throw new InstanceError(
      file,
      null,
      `不是 CVRPLIB（缺 DIMENSION），也不是 Solomon 算例（缺表头“${expected}”）`,
      `neither CVRPLIB (no DIMENSION) nor Solomon (the heading “${expected}” is missing)`,
    );
  }
  return index + 1;
}

/** Lines that begin with a number; a later word on such a line is an error, other lines are headings. */
function numberRows(lines: string[], file: string): Row[] {
  const rows: Row[] = [];
  let headingSeen = false;
  for (const [index, text] of lines.entries()) {
    const words = text.trim().split(/\s+/);
    if (words[0] === '') continue;
    if (/^CUST(OMER)?\b/i.test(words[0]!) || /^NUMBER\b/i.test(words[0]!)) headingSeen = true;
    if (
      !headingSeen ||
      (/^[A-Za-z]+\b/.test(words[0]!) &&
        !/^(nan|inf)/i.test(words[0]!) &&
        !words.slice(1).some((word) => parseNumber(word) !== null))
    )
      continue;
    const values = words.map((word) => {
      const value = parseNumber(word);
      if (value === null) throw new InstanceError(file, index + 1, `“${word}”不是数字`, `“${word}” is not a number`);
      return value;
    });
    rows.push({ line: index + 1, values });
  }
  return rows;
}

function checkSize(data: Row[], lineCount: number, file: string, mostPlaces: number): void {
  if (data.length < 2) {
    throw new InstanceError(
      file,
      lineCount,
      '至少要有配送中心和一个客户',
      'a depot and at least one customer are needed',
    );
  }
  if (data.length > mostPlaces) {
    throw new InstanceError(file, data[mostPlaces]!.line, `最多 ${mostPlaces} 个地点`, `at most ${mostPlaces} places`);
  }
}

function customerOf(row: Row, isDepot: boolean, seen: Map<number, number>, file: string): Customer {
  const fail = (zh: string, en: string): never => {
    throw new InstanceError(file, row.line, zh, en);
  };
  if (row.values.length !== COLUMNS.length) {
    fail(
      `应有 7 个数（${COLUMNS.join('、')}），实有 ${row.values.length} 个`,
      `expected 7 numbers (${COLUMNS.join(', ')}), found ${row.values.length}`,
    );
  }
  const [number, , , demand, open, close, serviceTime] = row.values as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (!Number.isInteger(number) || number < 0)
    fail('客户编号应为非负整数', 'the customer number must be a whole number, 0 or more');
  const earlier = seen.get(number);
  if (earlier !== undefined)
    fail(`客户 ${number} 已在第 ${earlier} 行出现`, `customer ${number} already stands in line ${earlier}`);
  seen.set(number, row.line);
  if (demand < 0) fail('需求量不能为负', 'the demand must not be negative');
  if (close < open)
    fail(`时间窗终点 ${close} 早于起点 ${open}`, `the due date ${close} is before the ready time ${open}`);
  if (serviceTime < 0) fail('服务时间不能为负', 'the service time must not be negative');
  if (isDepot && demand !== 0)
    fail('第一行是配送中心，需求量应为 0', 'the first row is the depot; its demand must be 0');
  return { number, demand, window: { open, close }, serviceTime };
}
