import { Link, useLocation, useNavigate, useParams } from '@tanstack/react-router';
import { type ComponentProps, lazy, type ReactNode, Suspense, useCallback, useMemo } from 'react';
import { pick, useLanguage } from './language.ts';
import { type PageDefinition, type Section, sections } from './pages.ts';
import { type SessionUser, useSession } from './session.tsx';

/** `<PageLink to="/stock/items/I03">`: a link inside the product, without loading it anew. */
export function PageLink({ to, ...rest }: { to: string; children: ReactNode } & Omit<ComponentProps<'a'>, 'href'>) {
  return <Link {...rest} to={to as '/'} preload="intent" />;
}

/** `const go = useGo(); go('/plan/12')`. */
export function useGo(): (to: string, options?: { replace?: boolean }) => void {
  const navigate = useNavigate();
  return useCallback((to, options) => void navigate({ href: to, replace: options?.replace ?? false }), [navigate]);
}

/** The `$name` parts of the page's path. */
export function usePageParams(): Record<string, string> {
  return useParams({ strict: false }) as Record<string, string>;
}

/** State kept in the address (`?item=I03`), so that a page can be sent to a colleague as it is. */
export function useAddressState(name: string, initial = ''): [value: string, change: (value: string) => void] {
  const location = useLocation();
  const go = useGo();
  const value = new URLSearchParams(location.searchStr).get(name) ?? initial;
  const change = useCallback(
    (next: string) => {
      const search = new URLSearchParams(window.location.search);
      if (next === initial) search.delete(name);
      else search.set(name, next);
      const query = search.toString();
      go(`${window.location.pathname}${query === '' ? '' : `?${query}`}`, { replace: true });
    },
    [go, name, initial],
  );
  return [value, change];
}

export function mayOpen(page: PageDefinition, user: SessionUser | null): boolean {
  if (page.layout === 'public') return true;
  if (user === null) return false;
  if (page.permission !== undefined && !user.permissions.includes(page.permission)) return false;
  return page.allows?.(user) ?? true;
}

export interface NavigationSection {
  section: Section;
  pages: PageDefinition[];
}

/** What the user may read, in the product's order. */
export function navigationOf(pages: readonly PageDefinition[], user: SessionUser | null): NavigationSection[] {
  return (Object.keys(sections) as Section[])
    .map((section) => ({
      section,
      pages: pages
        .filter((page) => page.nav?.section === section && mayOpen(page, user))
        .sort((one, other) => one.nav!.order - other.nav!.order),
    }))
    .filter((entry) => entry.pages.length > 0);
}

/** The left navigation: a section's further pages open under it while one of them is shown. */
export function Navigation({ pages, onGo }: { pages: readonly PageDefinition[]; onGo?: () => void }) {
  const { user } = useSession();
  const { language } = useLanguage();
  const { pathname } = useLocation();
  const entries = useMemo(() => navigationOf(pages, user), [pages, user]);
  const shown = entries
    .flatMap((entry) => entry.pages)
    .filter((page) => covers(page.path, pathname))
    .sort((one, other) => other.path.length - one.path.length)[0];
  return (
    <ul className="bg-nav">
      {entries.map(({ section, pages: inSection }) => {
        const open = shown?.nav?.section === section;
        return (
          <li key={section}>
            <Entry
              page={inSection[0]!}
              words={pick(sections[section], language)}
              shown={open}
              plain={open && inSection.length > 1}
              onGo={onGo}
            />
            {open && inSection.length > 1 && (
              <ul className="bg-nav-inner">
                {inSection.map((page) => (
                  <li key={page.path}>
                    <Entry page={page} words={pick(page.words, language)} shown={page === shown} onGo={onGo} />
                  </li>
                ))}
              </ul>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** The page at an address, `$name` standing for any part. */
export function pageAt(pages: readonly PageDefinition[], pathname: string): PageDefinition | undefined {
  const parts = pathname.split('/');
  return pages.find((page) => {
    const pattern = page.path.split('/');
    return (
      pattern.length === parts.length && pattern.every((part, index) => part.startsWith('$') || part === parts[index])
    );
  });
}

function covers(path: string, pathname: string): boolean {
  return pathname === path || (path !== '/' && pathname.startsWith(`${path}/`));
}

function Entry(props: {
  page: PageDefinition;
  words: string;
  shown: boolean;
  /** an open section's pages carry their own badges */
  plain?: boolean;
  onGo: (() => void) | undefined;
}) {
  const badge = props.plain === true ? undefined : props.page.nav?.badge;
  // a badge whose file is gone after an update is left out: the page itself says that there is a newer version
  const Badge = useMemo(
    () => (badge === undefined ? null : lazy(() => badge().catch(() => ({ default: () => null })))),
    [badge],
  );
  return (
    <PageLink
      to={props.page.path}
      className={props.shown ? 'bg-nav-entry bg-nav-shown' : 'bg-nav-entry'}
      {...(props.shown ? { 'aria-current': 'page' as const } : {})}
      {...(props.onGo === undefined ? {} : { onClick: props.onGo })}
    >
      <span>{props.words}</span>
      {Badge !== null && (
        <Suspense>
          <span className="bg-nav-badge">
            <Badge />
          </span>
        </Suspense>
      )}
    </PageLink>
  );
}
