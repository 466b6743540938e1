import type { PageDefinition } from '../platform/pages.ts';

const section = 'administration';

export const pages: PageDefinition[] = [
  {
    path: '/administration/users',
    words: ['用户', 'Users'],
    nav: { section, order: 10 },
    permission: 'users.manage',
    component: () => import('./users-page.tsx'),
  },
  {
    path: '/administration/keys',
    words: ['接口密钥', 'API keys'],
    nav: { section, order: 20 },
    permission: 'users.manage',
    component: () => import('./keys-page.tsx'),
  },
  {
    path: '/administration/audit',
    words: ['审计记录', 'Audit trail'],
    nav: { section, order: 30 },
    permission: 'audit.read',
    component: () => import('./audit-page.tsx'),
  },
  {
    path: '/administration/city',
    words: ['城市设置', 'City settings'],
    nav: { section, order: 40 },
    permission: 'city.manage',
    component: () => import('./city-page.tsx'),
  },
  { path: '/account', words: ['我的账号', 'My account'], component: () => import('./account-page.tsx') },
];
