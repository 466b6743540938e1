/** Names and places of everything that other answers name by code, as far as the reader may see: one read for a page's pictures and words. */
import { z } from 'zod';
import { contract } from './contract.ts';

const named = { name: z.string(), nameEn: z.string() };
const placed = { county: z.string(), lat: z.number(), lon: z.number() };

export const registryNames = contract({
  method: 'GET',
  path: '/api/registry/names',
  summary: [
    '物资、县区、企业、产线、需求点的名称和位置',
    'Names and places of items, counties, producers, lines and demand points',
  ],
  tag: '基础数据 Registry',
  access: 'registry.read',
  response: z.object({
    items: z.array(z.object({ code: z.string(), ...named, unit: z.string(), category: z.string() })),
    inputs: z.array(z.object({ code: z.string(), ...named, unit: z.string() })),
    counties: z.array(z.object({ code: z.string(), ...named, lat: z.number(), lon: z.number() })),
    enterprises: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        ...placed,
        hygieneLicenceUntil: z.string().nullable(),
        items: z.array(z.string()),
      }),
    ),
    /** with the unit that their capacity is counted in */
    lines: z.array(z.object({ id: z.string(), enterprise: z.string(), unit: z.string() })),
    demandPoints: z.array(
      z.object({ id: z.string(), name: z.string(), ...placed, kind: z.string(), served: z.number() }),
    ),
  }),
});
export type RegistryNames = z.output<typeof registryNames.response>;
