import type { PageDefinition } from '../platform/pages.ts';

const section = 'bulletin';

export const pages: PageDefinition[] = [
  {
    path: '/bulletin',
    words: ['简报', 'Bulletins'],
    nav: { section, order: 10 },
    permission: 'bulletin.read',
    component: () => import('./list-page.tsx'),
  },
  {
    path: '/bulletin/days/$day',
    words: ['当日简报', 'The day’s bulletin'],
    permission: 'bulletin.read',
    component: () => import('./day-page.tsx'),
  },
  {
    path: '/bulletin/notices',
    words: ['通知公告', 'Notices'],
    nav: { section, order: 20 },
    permission: 'bulletin.read',
    component: () => import('./notices-page.tsx'),
  },
  { path: '/p', words: ['公开信息', 'Published'], layout: 'public', component: () => import('./public-list-page.tsx') },
  {
    path: '/p/bulletins/$day',
    words: ['保供简报', 'Bulletin'],
    layout: 'public',
    component: () => import('./public-day-page.tsx'),
  },
  {
    path: '/p/notices/$id',
    words: ['公告', 'Notice'],
    layout: 'public',
    component: () => import('./public-notice-page.tsx'),
  },
];
