/** A computed plan as rows of the database, each with the places it belongs to. */
import { Decimal } from 'decimal.js';
import type { CityDataset } from '#server/registry/dataset/index.ts';
import type { Plan, PlanningProblem } from './model/index.ts';
import type { PlanTable } from './planning.repository.ts';

type Row = Record<string, unknown>;

/** Quantities leave the solver here: rounded once, to the ledger's six decimals. */
function exact(quantity: number): string {
  return new Decimal(quantity).toDecimalPlaces(6).toFixed();
}

/** Rows by table, in the order in which they are written. */
export function rowsOfPlan(
  city: string,
  id: string,
  plan: Plan,
  problem: PlanningProblem,
  data: CityDataset,
): Map<PlanTable, Row[]> {
  const key = { city_code: city, plan_id: id };
  const countyOfEnterprise = new Map(data.enterprises.map((enterprise) => [enterprise.id, enterprise.county]));
  const names = new Map([...data.enterprises, ...data.demandPoints].map(({ id: of, name }) => [of, name]));
  const countyOfPoint = new Map(data.demandPoints.map((point) => [point.id, point.county]));
  const enterpriseOfLine = new Map(data.lines.map((line) => [line.id, line.enterprise]));
  const lead = leadTimes(problem);
  const place = (enterprise: string) => ({
    enterprise_id: enterprise,
    county_code: countyOfEnterprise.get(enterprise),
  });
  return new Map<PlanTable, Row[]>([
    [
      'plan_productions',
      plan.production.map((row) => ({
        ...key,
        line_id: row.line,
        item_code: row.item,
        day: row.date,
        quantity: exact(row.quantity),
        ...place(enterpriseOfLine.get(row.line) ?? ''),
      })),
    ],
    [
      'plan_shipments',
      plan.shipments.map((row) => ({
        ...key,
        ...place(row.from),
        enterprise_name: names.get(row.from) ?? row.from,
        demand_point_id: row.to,
        demand_point_name: names.get(row.to) ?? row.to,
        to_county_code: countyOfPoint.get(row.to),
        item_code: row.item,
        grade: row.grade ?? '',
        day: row.date,
        days_on_the_way: lead(row.from, row.to),
        quantity: exact(row.quantity),
      })),
    ],
    [
      'plan_transfers',
      plan.transfers.map((row) => ({
        ...key,
        ...place(row.from),
        enterprise_name: names.get(row.from) ?? row.from,
        to_enterprise_id: row.to,
        to_enterprise_name: names.get(row.to) ?? row.to,
        to_county_code: countyOfEnterprise.get(row.to),
        item_code: row.item,
        grade: row.grade ?? '',
        day: row.date,
        quantity: exact(row.quantity),
      })),
    ],
    [
      'plan_write_offs',
      plan.write_offs.map((row) => ({
        ...key,
        ...place(row.enterprise),
        item_code: row.item,
        grade: row.grade ?? '',
        day: row.date,
        quantity: exact(row.quantity),
      })),
    ],
    [
      'plan_shortages',
      plan.unmet.map((row) => ({
        ...key,
        demand_point_id: row.to,
        county_code: countyOfPoint.get(row.to),
        item_code: row.item,
        day: row.date,
        tier: row.tier,
        quantity: exact(row.quantity),
      })),
    ],
    [
      'plan_causes',
      plan.causes.map((cause, index) => ({
        ...key,
        cause_number: index + 1,
        demand_point_id: cause.to,
        county_code: countyOfPoint.get(cause.to),
        item_code: cause.item,
        day: cause.date,
        constraint_kind: cause.constraint,
        enterprise_id: cause.enterprise,
        line_id: cause.line,
        input_code: cause.input,
        on_day: cause.on,
        marginal: cause.marginal,
        together: cause.together,
      })),
    ],
    ['plan_curves', curvesOfPlan(plan, problem, data).map((row) => ({ ...key, ...row }))],
    [
      'plan_covers',
      plan.cover.map((cover) => ({
        ...key,
        item_code: cover.item,
        days_of_cover: cover.days,
        stock_days: cover.stock_days,
        first_short: cover.first_short,
      })),
    ],
  ]);
}

function leadTimes(problem: PlanningProblem): (from: string, to: string) => number {
  const producers = new Map(problem.producers.map((producer, index) => [producer.id, index]));
  const points = new Map(problem.points.map((point, index) => [point.id, index]));
  return (from, to) => problem.toPoint[producers.get(from) ?? -1]?.[points.get(to) ?? -1]?.lead ?? 0;
}

/** The city's curve of each item by day: need, made, supplied, short, and what is left in the producers' stores at the close. */
function curvesOfPlan(plan: Plan, problem: PlanningProblem, data: CityDataset): Row[] {
  const sums = new Map<string, Decimal>();
  const add = (name: string, item: string, day: string, quantity: Decimal.Value): void => {
    const key = `${name}|${item}|${day}`;
    sums.set(key, (sums.get(key) ?? new Decimal(0)).add(quantity));
  };
  for (const row of plan.production) add('made', row.item, row.date, row.quantity);
  for (const row of [...plan.shipments, ...plan.transfers, ...plan.write_offs])
    add('left', row.item, row.date, row.quantity);
  for (const row of plan.unmet) add('short', row.item, row.date, row.quantity);
  for (const demand of problem.demands) {
    const item = problem.items[demand.item]?.code ?? '';
    demand.need.forEach((need, day) => void add('need', item, problem.days[day] ?? '', need));
  }
  return data.items.flatMap((item) => {
    let stock = data.stock
      .filter((row) => row.item === item.code)
      .reduce((sum, row) => sum.add(row.quantity), new Decimal(0));
    return problem.days.map((day) => {
      const read = (name: string): Decimal => sums.get(`${name}|${item.code}|${day}`) ?? new Decimal(0);
      stock = stock.add(read('made')).sub(read('left'));
      const need = read('need');
      const short = Decimal.min(read('short'), need);
      const written = (quantity: Decimal): string => quantity.toDecimalPlaces(6).toFixed();
      return {
        item_code: item.code,
        day,
        need: written(need),
        made: written(read('made')),
        supplied: written(need.sub(short)),
        short: written(short),
        stock_left: written(stock),
      };
    });
  });
}
