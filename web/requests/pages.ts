import type { PageDefinition } from '../platform/pages.ts';

export const pages: PageDefinition[] = [
  {
    path: '/dispatch/requests',
    words: ['需求', 'Requests'],
    nav: { section: 'dispatch', order: 20 },
    permission: 'request.read',
    component: () => import('./requests-page.tsx'),
  },
];
