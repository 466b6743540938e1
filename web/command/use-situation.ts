/** What the situation's pictures are drawn from: four reads that renew when the server says so. */
import { useMemo } from 'react';
import { planningContracts } from '#contracts/planning.ts';
import { boundariesContract } from '#contracts/registry.ts';
import { type RegistryNames, registryNames } from '#contracts/registry-names.ts';
import { situationContract } from '#contracts/situation.ts';
import { position } from '#contracts/stock-position.ts';
import { useData } from '../platform/data.ts';
import { localName, useLanguage } from '../platform/language.ts';
import type { Names } from './story.ts';

export function useSituation() {
  const situation = useData(
    situationContract,
    {},
    { topics: ['plans', 'situation', 'energy', 'city'], keepPrevious: true },
  );
  const answer = useData(position, { query: {} }, { topics: ['stock', 'registry'], keepPrevious: true });
  const plan = situation.data?.forecast.plan ?? null;
  const curves = useData(
    planningContracts.curves,
    { params: { id: plan?.id ?? '' } },
    { topics: [], enabled: plan !== null, keepPrevious: true },
  );
  return { situation, position: answer, plan, curves: curves.data?.rows };
}

export function useBoundaries() {
  return useData(boundariesContract, {}, { topics: ['registry'] }).data?.boundaries;
}

export function useRegistryNames(): RegistryNames | undefined {
  return useData(registryNames, {}, { topics: ['registry'] }).data;
}

/** Names of items, inputs, places and counties for codes; the code itself until they are there. */
export function useNames(): Names {
  const { language } = useLanguage();
  const registry = useRegistryNames();
  return useMemo(() => {
    const things = new Map(
      [...(registry?.items ?? []), ...(registry?.inputs ?? [])].map((thing) => [thing.code, thing]),
    );
    const places = new Map(
      [...(registry?.enterprises ?? []), ...(registry?.demandPoints ?? [])].map((place) => [place.id, place]),
    );
    const areas = new Map((registry?.counties ?? []).map((county) => [county.code, county]));
    return {
      item: (code) => {
        const thing = things.get(code);
        return { name: thing === undefined ? code : localName(thing, language), unit: thing?.unit ?? '' };
      },
      place: (id) => places.get(id)?.name ?? id,
      county: (code) => {
        const county = areas.get(code);
        return county === undefined ? code : localName(county, language);
      },
    };
  }, [registry, language]);
}
