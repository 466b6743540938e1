/** Shipments gathered for a map: from each producer to each county. Pure. */
import { Decimal } from 'decimal.js';
import type { RegistryNames } from '#contracts/registry-names.ts';
import { groupBy } from './grouping.ts';

export interface Shipped {
  from: string;
  fromName: string;
  to: string;
  toName: string;
  toCounty: string;
  item: string;
  grade: string | null;
  date: string;
  quantity: string;
}

export interface Flow {
  id: string;
  from: string;
  fromName: string;
  toCounty: string;
  quantity: string;
  points: number;
}

/** The largest first. */
export function flowsOf(rows: readonly Shipped[]): Flow[] {
  return [...groupBy(rows, (row) => `${row.from}|${row.toCounty}`).entries()]
    .map(([id, group]) => ({
      id,
      from: group[0]!.from,
      fromName: group[0]!.fromName,
      toCounty: group[0]!.toCounty,
      quantity: group.reduce((sum, row) => sum.add(row.quantity), new Decimal(0)).toFixed(),
      points: new Set(group.map((row) => row.to)).size,
    }))
    .sort((one, other) => Number(other.quantity) - Number(one.quantity));
}

export type Place = readonly [longitude: number, latitude: number];

/** Where each producer stands that the reader may see, and the middle of each county. */
export function placesOf(registry: RegistryNames): { plants: Map<string, Place>; counties: Map<string, Place> } {
  return {
    plants: new Map(registry.enterprises.map((plant): [string, Place] => [plant.id, [plant.lon, plant.lat]])),
    counties: new Map(registry.counties.map((county): [string, Place] => [county.code, [county.lon, county.lat]])),
  };
}
