/** What the 25 producers say of 9 January, and by which way: quantities in base units, as the clerks wrote them down. */
import { Decimal } from 'decimal.js';
import { baseQuantity, rowsOf } from './example.ts';

export type Way = 'phone' | 'form' | 'workbook' | 'api';

export interface PlantDay {
  way: Way;
  made: Record<string, string>;
  /** sold past the city, without an order */
  sent?: Record<string, string>;
  /** counted at close, where it is not what opening, made and sent come to */
  stock?: Record<string, string>;
  /** the number and last day on the day's own make */
  madeLot?: Record<string, Label>;
  /** counted at close lot by lot */
  lots?: Record<string, Array<Label & { stock: string }>>;
  staff: number;
}

/** What is printed on a lot; '' where nothing is. */
export interface Label {
  number: string;
  expires: string;
}

const lotion = (sanitiser: string, liquid: string) => ({ 'hand-sanitiser': sanitiser, 'disinfectant-liquid': liquid });

export const plants: Record<string, PlantDay> = {
  E01: { way: 'workbook', made: lotion('6000', '18'), staff: 72 },
  // the shelf holds a carton that soon expires and that the books had among the rest
  E02: {
    way: 'workbook',
    made: lotion('5200', '15.6'),
    madeLot: { 'hand-sanitiser': { number: 'BG0109', expires: '2024-01-08' } },
    lots: {
      'hand-sanitiser': [
        { number: 'A3', expires: '2022-03-31', stock: '300' },
        { number: '', expires: '2023-12-31', stock: '29203' },
        { number: 'BG0109', expires: '2024-01-08', stock: '5200' },
      ],
    },
    staff: 68,
  },
  E03: { way: 'workbook', made: lotion('4800', '14.4'), sent: lotion('1200', '0'), staff: 64 },
  E04: { way: 'workbook', made: lotion('4400', '13.2'), staff: 61 },
  // a tank leaked: 2.25 t less than opening and made come to, which is a question to the county
  E05: { way: 'workbook', made: lotion('4000', '12'), stock: { 'disinfectant-liquid': '50' }, staff: 56 },
  E06: { way: 'workbook', made: lotion('3800', '11.4'), staff: 53 },
  E07: { way: 'workbook', made: lotion('3600', '10.8'), staff: 49 },
  E08: { way: 'workbook', made: lotion('3200', '9.6'), staff: 45 },
  E09: { way: 'workbook', made: lotion('2800', '8.4'), staff: 42 },
  E10: { way: 'workbook', made: lotion('2400', '7.2'), staff: 38 },
  E11: { way: 'api', made: { alcohol: '840.5' }, staff: 185 },
  E12: { way: 'workbook', made: { alcohol: '630.25' }, staff: 148 },
  E13: { way: 'workbook', made: { alcohol: '420' }, sent: { alcohol: '25.5' }, staff: 110 },
  E14: { way: 'phone', made: { mask: '560000' }, staff: 183 },
  E15: { way: 'phone', made: { mask: '440000' }, staff: 164 },
  E16: { way: 'workbook', made: { mask: '320000' }, staff: 144 },
  E17: { way: 'workbook', made: { mask: '240000' }, staff: 125 },
  E18: { way: 'workbook', made: { mask: '200000' }, staff: 106 },
  E19: { way: 'workbook', made: { mask: '144000' }, staff: 87 },
  E20: { way: 'phone', made: { mask: '120000' }, staff: 68 },
  // nothing made is a report too
  E21: { way: 'workbook', made: { mask: '0' }, staff: 12 },
  E22: { way: 'form', made: { 'methylprednisolone-inj': '120000' }, staff: 353 },
  E23: {
    way: 'form',
    made: { 'ribavirin-inj': '450000', 'azithromycin-inj': '100000', 'vidarabine-inj': '50000' },
    staff: 205,
  },
  E24: { way: 'form', made: { 'theophylline-glycinate-sr': '60', diphenoxylate: '96' }, staff: 238 },
  E25: { way: 'workbook', made: { 'huoxiang-zhengqi': '90', 'fangfeng-tongsheng': '90' }, staff: 195 },
};

export const plantsBy = (way: Way): string[] => Object.keys(plants).filter((id) => plants[id]?.way === way);

/** What is counted at close: as written down, else opening, made and sold. */
export function closing(enterprise: string, item: string): Decimal {
  const day = plants[enterprise]!;
  const counted = day.stock?.[item];
  if (counted !== undefined) return new Decimal(counted);
  const row = rowsOf('stock.csv').find((one) => one.enterprise === enterprise && one.item === item);
  const opening = row === undefined ? new Decimal(0) : baseQuantity(row.quantity!, row.unit!);
  return opening.add(day.made[item] ?? 0).sub(day.sent?.[item] ?? 0);
}
