import { useSyncExternalStore } from 'react';

const phone = matchMedia('(max-width: 639px)');

/** A screen as narrow as a telephone's. */
export function usePhone(): boolean {
  return useSyncExternalStore(listen, () => phone.matches);
}

function listen(changed: () => void): () => void {
  phone.addEventListener('change', changed);
  return () => phone.removeEventListener('change', changed);
}
