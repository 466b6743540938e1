/** From page definitions to routes: the layout around a page, who may open it, and what shows while it loads or fails. */
import {
  type AnyRoute,
  createRootRoute,
  createRoute,
  createRouter,
  type ErrorComponentProps,
  Navigate,
  Outlet,
  useLocation,
} from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useEffect } from 'react';
import { queryClient } from './data.ts';
import { localName, pick, useLanguage, useText } from './language.ts';
import { mayOpen, navigationOf, PageLink, useGo } from './navigation.tsx';
import { Notices } from './notices.tsx';
import type { PageDefinition } from './pages.ts';
import { ProblemView } from './problem.tsx';
import { useSession } from './session.tsx';
import { DeskLayout, PhoneLayout, PublicLayout, WallLayout } from './shell.tsx';

const words = {
  product: ['保供', 'Baogong'],
  denied: ['您的岗位不能打开这一页', 'Your role may not open this page'],
  deniedMore: ['需要时请系统管理员调整您的岗位。', 'Ask an administrator to change your role if you need it.'],
  missing: ['没有这个地址', 'There is nothing at this address'],
  nothing: ['您的岗位还没有可看的页面', 'There is no page for your role yet'],
  home: ['回到首页', 'Go to the first page'],
  newer: ['系统已更新，请刷新后继续。', 'The system was updated: load the page again to go on.'],
  reload: ['刷新', 'Load again'],
} as const;

const signInPage: PageDefinition = {
  path: '/sign-in',
  words: ['登录', 'Sign in'],
  layout: 'public',
  component: () => import('./sign-in.tsx'),
};

/** A layout is a route of its own around its pages, so that moving between two pages leaves it standing. */
export function routerOf(given: readonly PageDefinition[]) {
  const pages = [...given, signInPage];
  const root = createRootRoute({
    component: Root,
    notFoundComponent: () => <Lonely pages={pages} words="missing" />,
  });
  const layouts = (['desk', 'phone', 'wall', 'public'] as const).map((layout) => {
    const frame = createRoute({
      getParentRoute: () => root,
      id: layout,
      component: () => <Layout layout={layout} pages={pages} />,
    });
    const inLayout = pages.filter((page) => (page.layout ?? 'desk') === layout);
    return frame.addChildren(inLayout.map((page) => routeOf(page, frame, pages)));
  });
  const home = createRoute({ getParentRoute: () => root, path: '/', component: () => <Home pages={pages} /> });
  const withHome = pages.some((page) => page.path === '/') ? layouts : [...layouts, home];
  return createRouter({ routeTree: root.addChildren(withHome), defaultPreload: 'intent', scrollRestoration: true });
}

function Root() {
  return (
    <>
      <Outlet />
      <Notices />
    </>
  );
}

function routeOf(page: PageDefinition, frame: AnyRoute, pages: readonly PageDefinition[]) {
  const Page = lazy(page.component);
  return createRoute({
    getParentRoute: () => frame,
    path: page.path,
    // begins to load the page's code when a link to it is pointed at; a failure shows when the page itself is drawn
    loader: () => void page.component().catch(() => {}),
    component: () => (
      <Guarded page={page} pages={pages}>
        <Suspense fallback={<div className="bg-loading" aria-busy="true" />}>
          <Page />
        </Suspense>
      </Guarded>
    ),
    errorComponent: PageFailure,
  });
}

function Layout({
  layout,
  pages,
}: {
  layout: NonNullable<PageDefinition['layout']>;
  pages: readonly PageDefinition[];
}) {
  const { user } = useSession();
  if (layout === 'public')
    return (
      <PublicLayout>
        <Outlet />
      </PublicLayout>
    );
  if (user === null) return <ToSignIn />;
  if (layout === 'phone')
    return (
      <PhoneLayout pages={pages}>
        <Outlet />
      </PhoneLayout>
    );
  if (layout === 'wall')
    return (
      <WallLayout>
        <Outlet />
      </WallLayout>
    );
  return (
    <DeskLayout pages={pages}>
      <Outlet />
    </DeskLayout>
  );
}

/** The first page that the user may read. */
function Home({ pages }: { pages: readonly PageDefinition[] }) {
  const { user } = useSession();
  if (user === null) return <ToSignIn />;
  const first = navigationOf(pages, user)[0]?.pages[0];
  if (first === undefined) return <Lonely pages={pages} words="nothing" />;
  return <Navigate to={first.path as '/'} replace />;
}

/** To the sign-in page, which leads back to here. */
function ToSignIn() {
  const { href, pathname } = useLocation();
  const go = useGo();
  useEffect(() => {
    if (pathname === signInPage.path) return;
    go(href === '/' ? signInPage.path : `${signInPage.path}?next=${encodeURIComponent(href)}`, { replace: true });
  }, [go, href, pathname]);
  return null;
}

/** Under the permission; gives the browser its title. */
function Guarded(props: { page: PageDefinition; pages: readonly PageDefinition[]; children: ReactNode }) {
  const { page, pages } = props;
  const { user, city } = useSession();
  const { language } = useLanguage();
  const title = pick(page.words, language);
  useEffect(() => {
    document.title = `${title} · ${localName(city, language)} · ${pick(words.product, language)}`;
  }, [title, language, city]);
  const owes = user?.pending !== null && user !== null && page.layout !== 'public' && page.path !== '/account';
  if (owes && pages.some((one) => one.path === '/account')) return <Navigate to={'/account' as '/'} replace />;
  return mayOpen(page, user) ? props.children : <Notice words="denied" more="deniedMore" />;
}

function Lonely({ pages, words: word }: { pages: readonly PageDefinition[]; words: 'missing' | 'nothing' }) {
  const { user } = useSession();
  if (user === null) {
    return (
      <PublicLayout>
        <Notice words={word} />
      </PublicLayout>
    );
  }
  return (
    <DeskLayout pages={pages}>
      <Notice words={word} />
    </DeskLayout>
  );
}

function Notice({ words: word, more }: { words: keyof typeof words; more?: keyof typeof words }) {
  const text = useText(words);
  return (
    <div className="bg-notice">
      <h1>{text(word)}</h1>
      {more !== undefined && <p className="bg-muted">{text(more)}</p>}
      {word !== 'nothing' && <PageLink to="/">{text('home')}</PageLink>}
    </div>
  );
}

/** A page that failed; after an update of the server the old page's parts are gone, and loading again mends it. */
function PageFailure({ error, reset }: ErrorComponentProps) {
  const text = useText(words);
  const partMissing =
    error instanceof Error && /dynamically imported module|module script|Failed to fetch/u.test(error.message);
  if (partMissing) {
    return (
      <div className="bg-notice">
        <h1>{text('newer')}</h1>
        <button type="button" className="bg-button" onClick={() => window.location.reload()}>
          {text('reload')}
        </button>
      </div>
    );
  }
  return (
    <ProblemView
      page
      problem={error}
      onRetry={() => {
        void queryClient.resetQueries();
        reset();
      }}
    />
  );
}
