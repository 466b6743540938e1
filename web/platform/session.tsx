import { createContext, type ReactNode, useContext, useEffect } from 'react';
import { type SignedInUser, type WhoAmI, whoAmI } from '#contracts/accounts.ts';
import type { Permission } from '#contracts/roles.ts';
import { onSignInNeeded } from './client.ts';
import { renew, useData } from './data.ts';
import { useText } from './language.ts';
import { ProblemView } from './problem.tsx';

export type SessionUser = SignedInUser;
export type Session = WhoAmI & { city: NonNullable<WhoAmI['city']> };

const words = {
  noCity: ['还没有城市数据', 'There is no city yet'],
  noCityMore: [
    '请系统管理员先导入一座城市的数据（见使用说明），再刷新本页。',
    'An administrator imports a city’s data first (see the manual); then load this page again.',
  ],
} as const;

const SessionContext = createContext<Session | null>(null);

/** Asks who is signed in before anything is drawn, so that nothing flashes that the user may not see. */
export function SessionProvider({ children }: { children: ReactNode }) {
  const session = useData(whoAmI, {}, { topics: ['city', 'session', 'users'] });
  const text = useText(words);
  // a session that ended meanwhile: asking again shows nobody signed in, and the page leads to the sign-in and back
  useEffect(() => {
    onSignInNeeded(() => renew(['session']));
    return () => onSignInNeeded(() => {});
  }, []);
  if (session.data === undefined) {
    if (session.error) return <ProblemView problem={session.error} onRetry={() => void session.refetch()} page />;
    return <div className="bg-starting" aria-busy="true" />;
  }
  const { city } = session.data;
  if (city !== null) return <SessionContext value={{ ...session.data, city }}>{children}</SessionContext>;
  return (
    <main className="bg-lonely">
      <h1>{text('noCity')}</h1>
      <p>{text('noCityMore')}</p>
    </main>
  );
}

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('useSession needs a SessionProvider');
  return session;
}

/** The signed-in user; for pages that are not public. */
export function useUser(): SessionUser {
  const { user } = useSession();
  if (user === null) throw new Error('useUser is for pages behind the sign-in');
  return user;
}

/** May the signed-in user do this? To hide what would be refused; the server decides. */
export function useMay(): (permission: Permission) => boolean {
  const { user } = useSession();
  return (permission) => user?.permissions.includes(permission) ?? false;
}

/** The business day of the city, as the server's clock has it; never the telephone's. */
export function useToday(): string {
  return useSession().city.today;
}
