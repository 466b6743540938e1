import type { PageDefinition } from '../platform/pages.ts';

export const pages: PageDefinition[] = [
  {
    path: '/m/home',
    words: ['手机工作台', 'On the telephone'],
    layout: 'phone',
    component: () => import('./home-page.tsx'),
  },
  { path: '/m/outbox', words: ['待发送', 'To be sent'], layout: 'phone', component: () => import('./outbox-page.tsx') },
];
