import type { PageDefinition } from '../platform/pages.ts';

export const pages: PageDefinition[] = [
  {
    path: '/administration/registry',
    words: ['基础数据', 'Registry'],
    nav: { section: 'administration', order: 1 },
    permission: 'registry.read',
    component: () => import('./registry-page.tsx'),
  },
];
