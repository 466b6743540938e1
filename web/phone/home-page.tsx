import { EmptyState } from '../platform/empty-state.tsx';
import { pick, useLanguage, useText } from '../platform/language.ts';
import { mayOpen, PageLink } from '../platform/navigation.tsx';
import type { PageDefinition } from '../platform/pages.ts';
import { useUser } from '../platform/session.tsx';
import { PhonePage } from './phone-page.tsx';

const words = {
  none: ['您的岗位没有手机上要做的事', 'Your role has nothing to do on a telephone'],
} as const;

const registered = import.meta.glob<{ pages: PageDefinition[] }>('../*/pages.ts', { eager: true });
/** As a day goes: the plant reports and loads, the truck drives, the gate looks, the receiver signs. */
const order = ['/m/report', '/m/pick', '/m/pass', '/m/checkpoint', '/m/receive'];
const rank = ({ path }: PageDefinition) => (order.includes(path) ? order.indexOf(path) : order.length);
/** Those that open by themselves; the list of what waits is reached from the strip at the top. */
const phonePages = Object.values(registered)
  .flatMap((module) => module.pages ?? [])
  .filter(
    (page) => page.path.startsWith('/m/') && !page.path.includes('$') && !['/m/home', '/m/outbox'].includes(page.path),
  )
  .sort((one, other) => rank(one) - rank(other));

export default function PhoneHomePage() {
  const text = useText(words);
  const { language } = useLanguage();
  const user = useUser();
  const own = phonePages.filter((page) => mayOpen(page, user));
  return (
    <PhonePage>
      {own.length === 0 && <EmptyState title={text('none')} />}
      <nav className="phone-home">
        {own.map((page) => (
          <PageLink key={page.path} to={page.path} className="phone-button phone-button-quiet">
            {pick(page.words, language)}
          </PageLink>
        ))}
      </nav>
    </PhonePage>
  );
}
