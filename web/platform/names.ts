/** Names for codes, and the counties' outlines: what every page that tells of places and things reads once. */
import { useMemo } from 'react';
import { boundariesContract } from '#contracts/registry.ts';
import { type RegistryNames, registryNames } from '#contracts/registry-names.ts';
import { useData } from './data.ts';
import { localName, useLanguage } from './language.ts';

/** What names stand for codes. */
export interface Names {
  item: (code: string) => { name: string; unit: string };
  place: (id: string) => string;
  county: (code: string) => string;
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
