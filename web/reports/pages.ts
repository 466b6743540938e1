import type { PageDefinition } from '../platform/pages.ts';

const section = 'reports';

export const pages: PageDefinition[] = [
  {
    path: '/reports/mine',
    words: ['填日报', 'My report'],
    nav: { section, order: 1, badge: () => import('./calls-badge.tsx') },
    permission: 'report.file',
    allows: (user) => user.role === 'enterprise_clerk',
    component: () => import('./mine-page.tsx'),
  },
  {
    path: '/reports',
    words: ['当日直报', 'The day’s reports'],
    nav: { section, order: 2, badge: () => import('./officer-badge.tsx') },
    permission: 'report.read',
    component: () => import('./board-page.tsx'),
  },
  {
    path: '/reports/upload',
    words: ['表格报送', 'By workbook'],
    nav: { section, order: 3 },
    permission: 'report.file',
    component: () => import('./workbook-page.tsx'),
  },
  {
    path: '/reports/deadlines',
    words: ['报送时限', 'Deadlines'],
    nav: { section, order: 4 },
    permission: 'report.confirm',
    component: () => import('./deadlines-page.tsx'),
  },
  {
    path: '/reports/$enterprise/$day',
    words: ['审核日报', 'Review'],
    permission: 'report.read',
    component: () => import('./review-page.tsx'),
  },
  {
    path: '/m/report',
    words: ['填日报', 'Daily report'],
    layout: 'phone',
    permission: 'report.file',
    allows: (user) => user.role === 'enterprise_clerk',
    component: () => import('./phone-report-page.tsx'),
  },
];
