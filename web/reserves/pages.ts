import type { PageDefinition } from '../platform/pages.ts';

export const pages: PageDefinition[] = [
  {
    path: '/stock/reserves',
    words: ['储备', 'Reserves'],
    nav: { section: 'stock', order: 6 },
    permission: 'reserve.read',
    component: () => import('./reserves-page.tsx'),
  },
];
