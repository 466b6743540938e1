import type { PageDefinition } from '../platform/pages.ts';

const section = 'stock';

export const pages: PageDefinition[] = [
  {
    path: '/stock',
    words: ['能用几天', 'Days of cover'],
    nav: { section, order: 1 },
    permission: 'situation.read',
    component: () => import('./position-page.tsx'),
  },
  {
    path: '/stock/items/$item',
    words: ['物资', 'Item'],
    permission: 'situation.read',
    component: () => import('./item-page.tsx'),
  },
  {
    path: '/stock/balances',
    words: ['库存明细', 'Stock by lot'],
    nav: { section, order: 2 },
    permission: 'stock.read',
    component: () => import('./balances-page.tsx'),
  },
  {
    path: '/stock/movements',
    words: ['出入库记录', 'Movements'],
    nav: { section, order: 3 },
    permission: 'stock.read',
    component: () => import('./movements-page.tsx'),
  },
  {
    path: '/stock/stocktakes',
    words: ['盘点', 'Stocktakes'],
    nav: { section, order: 4 },
    permission: 'stock.read',
    component: () => import('./stocktakes-page.tsx'),
  },
  {
    path: '/stock/stocktakes/new',
    words: ['登记盘点', 'Count stock'],
    permission: 'stock.post',
    component: () => import('./stocktake-form-page.tsx'),
  },
];
