import type { z } from 'zod';
import { registryNames } from '#contracts/registry-names.ts';
import { route } from '../platform/http/route.ts';
import type { AppServer } from '../platform/http/server.ts';
import type { Work } from '../platform/work.ts';
import { readRegistry } from './registry.snapshot.ts';

export function registerNames(server: AppServer): void {
  route(server, registryNames, async (work) => readNames(work));
}

async function readNames(work: Work): Promise<z.input<typeof registryNames.response>> {
  const { items, inputs, counties, enterprises, demandPoints, lines } = await readRegistry(work);
  const makes = new Map<string, Set<string>>();
  for (const line of lines) {
    const known = makes.get(line.enterprise) ?? new Set();
    for (const item of line.items) known.add(item);
    makes.set(line.enterprise, known);
  }
  return {
    items: items.map(({ code, name, nameEn, unit, category }) => ({ code, name, nameEn, unit, category })),
    inputs: inputs.map(({ code, name, nameEn, unit }) => ({ code, name, nameEn, unit })),
    counties: counties.map(({ code, name, nameEn, lat, lon }) => ({ code, name, nameEn, lat, lon })),
    enterprises: enterprises.map(({ id, name, county, lat, lon, hygieneLicenceUntil }) => ({
      id,
      name,
      county,
      lat,
      lon,
      hygieneLicenceUntil,
      items: [...(makes.get(id) ?? [])],
    })),
    lines: lines.map(({ id, enterprise, unit }) => ({ id, enterprise, unit })),
    demandPoints: demandPoints.map(({ id, name, county, lat, lon, kind, served }) => ({
      id,
      name,
      county,
      lat,
      lon,
      kind,
      served,
    })),
  };
}
