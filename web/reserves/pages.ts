import type { PageDefinition } from '../platform/pages.ts';

export const pages: PageDefinition[] = [
  {
    path: '/stock/reserves',
    words: ['储备', 'Reserves'],
    nav: { section: 'stock', order: 6 },
    permission: 'reserve.read',
    // an enterprise that holds a reserve for the city has a page of its own
    allows: (user) => user.role !== 'enterprise_clerk',
    component: () => import('./reserves-page.tsx'),
  },
  {
    path: '/stock/held',
    words: ['代储', 'Held for the city'],
    nav: { section: 'stock', order: 6 },
    permission: 'reserve.read',
    allows: (user) => user.role === 'enterprise_clerk',
    component: () => import('./held-page.tsx'),
  },
];
