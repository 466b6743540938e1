import type { PageDefinition } from '../platform/pages.ts';

const section = 'dispatch';

export const pages: PageDefinition[] = [
  {
    path: '/dispatch',
    words: ['调拨看板', 'Board'],
    nav: { section, order: 0 },
    permission: 'order.read',
    component: () => import('./board/board-page.tsx'),
  },
  {
    path: '/dispatch/orders',
    words: ['调拨令', 'Orders'],
    nav: { section, order: 1 },
    permission: 'order.read',
    component: () => import('./orders/orders-page.tsx'),
  },
  {
    path: '/dispatch/orders/$id',
    words: ['调拨令', 'Order'],
    permission: 'order.read',
    component: () => import('./orders/order-page.tsx'),
  },
  {
    path: '/dispatch/orders/$id/print',
    words: ['打印调拨令', 'Print an order'],
    permission: 'order.read',
    component: () => import('./orders/print-page.tsx'),
  },
  {
    path: '/dispatch/from-plan',
    words: ['按计划下达', 'Issue from the plan'],
    permission: 'order.issue',
    component: () => import('./orders/from-plan-page.tsx'),
  },
  {
    path: '/dispatch/decide',
    words: ['计划外调拨', 'Outside the plan'],
    permission: 'order.issue',
    component: () => import('./orders/decide-page.tsx'),
  },
  {
    path: '/dispatch/claims',
    words: ['收货差异', 'Claims'],
    nav: { section, order: 15 },
    permission: 'receipt.read',
    component: () => import('./receipts/claims-page.tsx'),
  },
  {
    path: '/dispatch/recalls',
    words: ['封存和召回', 'Recalls'],
    nav: { section, order: 20 },
    permission: 'order.read',
    component: () => import('./orders/recalls-page.tsx'),
  },
  {
    path: '/m/pick',
    words: ['拣货', 'Picking'],
    layout: 'phone',
    permission: 'order.pick',
    component: () => import('./orders/pick-page.tsx'),
  },
  {
    path: '/m/pick/$id',
    words: ['拣货', 'Picking'],
    layout: 'phone',
    permission: 'order.pick',
    component: () => import('./orders/pick-order-page.tsx'),
  },
  {
    path: '/dispatch/trips',
    words: ['派车', 'Trips'],
    nav: { section, order: 20 },
    permission: 'trip.read',
    component: () => import('./trips/trips-page.tsx'),
  },
  {
    path: '/dispatch/passes',
    words: ['通行证', 'Passes'],
    nav: { section, order: 30 },
    permission: 'pass.read',
    component: () => import('./passes/passes-page.tsx'),
  },
  {
    path: '/m/pass',
    words: ['司机通行证', 'Driver’s pass'],
    layout: 'public',
    component: () => import('./phone-pass/driver-page.tsx'),
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
  {
    path: '/m/receive',
    words: ['签收', 'Receipt'],
    layout: 'phone',
    permission: 'receipt.file',
    component: () => import('./receipts/receive-page.tsx'),
  },
  {
    path: '/m/receive/$id',
    words: ['签收', 'Receipt'],
    layout: 'phone',
    permission: 'receipt.file',
    component: () => import('./receipts/receive-order-page.tsx'),
  },
];
