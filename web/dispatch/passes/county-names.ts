import { useCallback } from 'react';
import { registryNames } from '#contracts/registry-names.ts';
import { useData } from '../../platform/data.ts';
import { localName, useLanguage } from '../../platform/language.ts';

/** The name of a county for its code; the code itself until names are there. */
export function useCountyNames(): (code: string) => string {
  const { language } = useLanguage();
  const names = useData(registryNames, {}, { topics: ['registry'] });
  const counties = names.data?.counties;
  return useCallback(
    (code) => {
      const county = counties?.find((each) => each.code === code);
      return county === undefined ? code : localName(county, language);
    },
    [counties, language],
  );
}
