import type { PageDefinition } from '../platform/pages.ts';

export const pages: PageDefinition[] = [
  {
    path: '/plans',
    words: ['计划', 'Plan'],
    nav: { section: 'plan', order: 1 },
    permission: 'plan.read',
    component: () => import('./plan-list-page.tsx'),
  },
  {
    path: '/plans/new',
    words: ['请求计划', 'Ask for a plan'],
    permission: 'plan.run',
    component: () => import('./plan-form-page.tsx'),
  },
  {
    path: '/plans/$plan',
    words: ['计划', 'Plan'],
    permission: 'plan.read',
    component: () => import('./plan-page.tsx'),
  },
];
