import { useLocation } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { signOut } from '#contracts/accounts.ts';
import { formatDay } from '#contracts/calendar.ts';
import { roleNames } from '#contracts/roles.ts';
import { queryClient, useAct } from './data.ts';
import { listenToServer } from './events.ts';
import { forgetSession } from './forget-session.ts';
import { CrossIcon, MarkIcon, MenuIcon, MoonIcon, PersonIcon, SunIcon } from './icons.tsx';
import { localName, pick, useLanguage, useText } from './language.ts';
import { Menu, MenuButton } from './menu.tsx';
import { Navigation, PageLink, pageAt } from './navigation.tsx';
import type { PageDefinition } from './pages.ts';
import { useSession } from './session.tsx';
import { useTheme } from './theme.tsx';

const words = {
  product: ['保供', 'Baogong'],
  skip: ['跳到正文', 'Skip to content'],
  navigation: ['导航', 'Navigation'],
  close: ['关闭', 'Close'],
  peacetime: ['平时', 'Peacetime'],
  emergency: ['应急', 'Emergency'],
  demonstration: ['示例数据', 'Example data'],
  demonstrationMore: ['示例数据：可随意试用，不代表真实情况', 'Example data: try anything, nothing here is real'],
  language: ['EN', '中文'],
  languageName: ['Switch to English', '切换到中文'],
  light: ['浅色', 'Light'],
  dark: ['深色', 'Dark'],
  system: ['跟随系统', 'As the system'],
  theme: ['外观', 'Appearance'],
  account: ['我的账号', 'My account'],
  otherRole: ['换一个岗位', 'Another role'],
  signOut: ['退出登录', 'Sign out'],
  signIn: ['登录', 'Sign in'],
  offline: ['网络已断开：显示的是断开前的数据', 'No network: what you see is from before it was lost'],
} as const;

/** The desk: navigation at the left, a header, the page. */
export function DeskLayout({ pages, children }: { pages: readonly PageDefinition[]; children: ReactNode }) {
  const text = useText(words);
  const drawer = useRef<HTMLDialogElement>(null);
  useEffect(() => listenToServer(), []);
  return (
    <div className="bg-desk">
      <a className="bg-skip" href="#content">
        {text('skip')}
      </a>
      <nav className="bg-side" aria-label={text('navigation')}>
        <PageLink to="/" className="bg-brand">
          {text('product')}
        </PageLink>
        <Navigation pages={pages} />
      </nav>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: a press on the backdrop closes; the keyboard has Escape and the button */}
      <dialog
        ref={drawer}
        className="bg-drawer-left"
        aria-label={text('navigation')}
        onClick={(event) => event.target === drawer.current && drawer.current.close()}
      >
        <div className="bg-drawer-head">
          <span className="bg-brand">{text('product')}</span>
          <button
            type="button"
            className="bg-icon-button"
            aria-label={text('close')}
            onClick={() => drawer.current?.close()}
          >
            <CrossIcon />
          </button>
        </div>
        <nav aria-label={text('navigation')}>
          <Navigation pages={pages} onGo={() => drawer.current?.close()} />
        </nav>
      </dialog>
      <Header onMenu={() => drawer.current?.showModal()} pages={pages} />
      <main id="content" className="bg-main" tabIndex={-1}>
        <OfflineStrip />
        {children}
      </main>
    </div>
  );
}

function Header({ onMenu, pages }: { onMenu: () => void; pages: readonly PageDefinition[] }) {
  const { city, mode } = useSession();
  const { language } = useLanguage();
  const text = useText(words);
  return (
    <header className="bg-header">
      <button type="button" className="bg-icon-button bg-menu-button" aria-label={text('navigation')} onClick={onMenu}>
        <MenuIcon />
      </button>
      <span className="bg-city">{localName(city, language)}</span>
      <time className="bg-today" dateTime={city.today}>
        {formatDay(city.today, language, { year: true })}
      </time>
      <span className={city.mode === 'emergency' ? 'bg-mode bg-mode-emergency' : 'bg-mode'}>{text(city.mode)}</span>
      {mode === 'demonstration' && (
        <span className="bg-demonstration" title={text('demonstrationMore')}>
          {text('demonstration')}
        </span>
      )}
      <span className="bg-space" />
      <LanguageSwitch />
      <ThemeSwitch />
      <UserMenu pages={pages} />
    </header>
  );
}

export function LanguageSwitch() {
  const { language, choose } = useLanguage();
  const text = useText(words);
  return (
    <button
      type="button"
      className="bg-header-button"
      lang={language === 'zh' ? 'en' : 'zh-CN'}
      title={text('languageName')}
      onClick={() => choose(language === 'zh' ? 'en' : 'zh')}
    >
      {text('language')}
    </button>
  );
}

export function ThemeSwitch() {
  const { choice, name, choose } = useTheme();
  const text = useText(words);
  return (
    <Menu
      button={(props) => (
        <MenuButton {...props} label={text('theme')}>
          {name === 'dark' ? <MoonIcon /> : <SunIcon />}
        </MenuButton>
      )}
      items={(['light', 'dark', 'system'] as const).map((one) => ({
        key: one,
        label: text(one),
        chosen: one === choice,
        act: () => choose(one),
      }))}
    />
  );
}

function UserMenu({ pages }: { pages: readonly PageDefinition[] }) {
  const { user, mode } = useSession();
  const { language } = useLanguage();
  const text = useText(words);
  const out = useAct(signOut, { onDone: () => leave() });
  if (user === null) {
    return (
      <PageLink to="/sign-in" className="bg-header-button">
        {text('signIn')}
      </PageLink>
    );
  }
  const ownPage = pages.find((page) => page.path === '/account');
  return (
    <Menu
      button={(props) => (
        <MenuButton {...props} wide label={user.name}>
          <span className="bg-user">
            <PersonIcon />
            <span className="bg-user-name">{user.name}</span>
          </span>
        </MenuButton>
      )}
      head={
        <>
          <strong>{user.name}</strong>
          <span className="bg-muted">{pick(roleNames[user.role], language)}</span>
        </>
      }
      items={[
        ...(ownPage === undefined ? [] : [{ key: 'account', label: text('account'), to: ownPage.path }]),
        ...(mode === 'demonstration' ? [{ key: 'role', label: text('otherRole'), to: '/sign-in' }] : []),
        { key: 'out', label: text('signOut'), act: () => void out.run({}) },
      ]}
    />
  );
}

/** Everything read for one user is forgotten before another signs in. */
function leave(): void {
  queryClient.clear();
  void forgetSession().finally(() => window.location.assign('/sign-in'));
}

/** Says so when the network is gone. */
export function OfflineStrip() {
  const text = useText(words);
  const [offline, setOffline] = useState(!navigator.onLine);
  useEffect(() => {
    const update = () => setOffline(!navigator.onLine);
    window.addEventListener('online', update);
    window.addEventListener('offline', update);
    return () => {
      window.removeEventListener('online', update);
      window.removeEventListener('offline', update);
    };
  }, []);
  return (
    <div role="status" className={offline ? 'bg-offline' : undefined}>
      {offline ? text('offline') : null}
    </div>
  );
}

/** For the phone: one act a page. */
export function PhoneLayout({ pages, children }: { pages: readonly PageDefinition[]; children: ReactNode }) {
  const { pathname } = useLocation();
  const { language } = useLanguage();
  const page = pageAt(pages, pathname);
  useEffect(() => listenToServer(), []);
  return (
    <div className="bg-phone">
      <header className="bg-phone-header">
        <PageLink to="/" className="bg-brand" aria-label="保供 Baogong">
          <MarkIcon />
        </PageLink>
        <h1>{page === undefined ? '' : pick(page.words, language)}</h1>
        <LanguageSwitch />
      </header>
      <main id="content" className="bg-phone-main" tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}

/** For everyone: no navigation, nobody's name. */
export function PublicLayout({ children }: { children: ReactNode }) {
  const { city } = useSession();
  const { language } = useLanguage();
  return (
    <div className="bg-public">
      <header className="bg-header">
        <MarkIcon />
        <span className="bg-city">{localName(city, language)}</span>
        <span className="bg-space" />
        <LanguageSwitch />
        <ThemeSwitch />
      </header>
      <main id="content" className="bg-public-main" tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}

/** The whole screen, unattended. */
export function WallLayout({ children }: { children: ReactNode }) {
  useEffect(() => listenToServer(), []);
  return (
    <main id="content" className="bg-wall">
      {children}
    </main>
  );
}
