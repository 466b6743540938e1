/** How a capability registers its pages: `web/<capability>/pages.ts` exports `pages: PageDefinition[]`, and web/app.tsx finds it. */
import type { ComponentType } from 'react';
import type { Permission } from '#contracts/roles.ts';

/** The left navigation, in this order. A section whose pages do not exist, or that the role may not read, is not shown. */
export const sections = {
  situation: ['态势', 'Situation'],
  reports: ['直报', 'Reports'],
  stock: ['库存', 'Stock'],
  plan: ['计划', 'Plan'],
  dispatch: ['调拨', 'Dispatch'],
  safety: ['闭环', 'Plant safety'],
  energy: ['要素', 'Energy'],
  services: ['服务', 'Services'],
  command: ['指挥', 'Command'],
  finance: ['经费', 'Finance'],
  bulletin: ['简报', 'Bulletin'],
  administration: ['系统', 'Administration'],
} as const satisfies Record<string, readonly [zh: string, en: string]>;
export type Section = keyof typeof sections;

type Lazily<T = object> = () => Promise<{ default: ComponentType<T> }>;

export interface PageDefinition {
  /** '/stock/items/$item': a `$name` is read with `usePageParams()` */
  path: string;
  /** the browser's title, and the words of the entry in the navigation */
  words: readonly [zh: string, en: string];
  /** without it the page is reached from other pages only */
  nav?: {
    section: Section;
    /** within its section; the first is where the section's own entry leads */
    order: number;
    /** something small beside the entry, such as a count of what waits */
    badge?: Lazily;
  };
  /** what the role must hold to see it; without it, every signed-in user may */
  permission?: Permission;
  /** for rules finer than a permission, such as a role's own pages */
  allows?: (user: { role: string; permissions: readonly string[] }) => boolean;
  component: Lazily;
  /**
   * desk: navigation and header (default). phone: one act a page, no navigation. wall: the whole screen, unattended.
   * public: no sign-in, a plain header.
   */
  layout?: 'desk' | 'phone' | 'wall' | 'public';
}
