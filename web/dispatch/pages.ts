import type { PageDefinition } from '../platform/pages.ts';

const section = 'dispatch';

export const pages: PageDefinition[] = [
  {
    path: '/dispatch/passes',
    words: ['通行证', 'Passes'],
    nav: { section, order: 30 },
    permission: 'pass.read',
    component: () => import('./passes/passes-page.tsx'),
  },
  {
    path: '/m/checkpoint',
    words: ['卡口', 'Checkpoint'],
    layout: 'phone',
    permission: 'checkpoint.scan',
    component: () => import('./phone-pass/checkpoint-page.tsx'),
  },
  {
    path: '/p/pass',
    words: ['核验通行证', 'Check a pass'],
    layout: 'public',
    component: () => import('./phone-pass/public-pass-page.tsx'),
  },
];
