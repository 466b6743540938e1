import type { PageDefinition } from '../platform/pages.ts';

export const pages: PageDefinition[] = [
  {
    path: '/situation',
    words: ['态势', 'Situation'],
    nav: { section: 'situation', order: 1 },
    permission: 'situation.read',
    component: () => import('./situation-page.tsx'),
  },
  {
    path: '/wall',
    words: ['大屏', 'Wall screen'],
    permission: 'situation.read',
    layout: 'wall',
    component: () => import('./wall-page.tsx'),
  },
];
