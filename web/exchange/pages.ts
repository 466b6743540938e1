import type { PageDefinition } from '../platform/pages.ts';

export const pages: PageDefinition[] = [
  {
    path: '/administration/exchange',
    words: ['导入导出', 'Import and export'],
    nav: { section: 'administration', order: 2 },
    permission: 'data.import',
    component: () => import('./exchange-page.tsx'),
  },
];
