import { type ChangeEvent, type FormEvent, type ReactNode, useEffect, useState } from 'react';
import { demonstrationSignIn, demonstrationUsers, signIn, type WhoAmI, whoAmI } from '#contracts/accounts.ts';
import { errorWords } from '#contracts/errors.ts';
import { roleNames } from '#contracts/roles.ts';
import { type ApiProblem, asProblem } from './client.ts';
import { keyOf, queryClient, useAct, useData } from './data.ts';
import { localName, pick, useLanguage, useText } from './language.ts';
import { useGo } from './navigation.tsx';
import { useSession } from './session.tsx';
import './sign-in.css';

const words = {
  title: ['登录', 'Sign in'],
  lead: ['{city}应急物资保供', '{city} emergency supplies'],
  userName: ['用户名', 'User name'],
  password: ['密码', 'Password'],
  code: ['验证码', 'Code'],
  codeMore: ['验证器上显示的 6 位数字', 'The 6 digits that your authenticator shows'],
  act: ['登录', 'Sign in'],
  provider: ['用{name}登录', 'Sign in with {name}'],
  demonstration: ['示例数据：选一个岗位进入', 'Example data: choose a role to enter'],
  demonstrationMore: ['随意试用，不影响任何真实数据。', 'Try anything: no real data is touched.'],
  withPassword: ['用密码登录', 'Sign in with a password'],
  forgotten: ['忘记密码请联系本市系统管理员。', 'Password forgotten? Ask your city’s administrator.'],
} as const;

/** User name and password, the code when one is asked for; in the demonstration also one press. */
export default function SignInPage() {
  const { city, mode, provider } = useSession();
  const { language } = useLanguage();
  const text = useText(words);
  const demonstration = mode === 'demonstration';
  return (
    <div className={demonstration ? 'bg-sign-in bg-sign-in-wide' : 'bg-sign-in'}>
      <header>
        <h1>
          {text('lead', { city: language === 'en' ? `${localName(city, language)}: ` : localName(city, language) })}
        </h1>
      </header>
      {demonstration && <DemonstrationUsers />}
      <section aria-labelledby="sign-in-title">
        <h2 id="sign-in-title">{text(demonstration ? 'withPassword' : 'title')}</h2>
        <PasswordForm />
        {provider !== null && (
          <a
            className="bg-button bg-button-wide"
            href={`/api/sign-in/provider?next=${encodeURIComponent(nextAddress())}`}
          >
            {text('provider', { name: provider })}
          </a>
        )}
        <ProviderProblem />
        {!demonstration && <p className="bg-muted">{text('forgotten')}</p>}
      </section>
    </div>
  );
}

/** Why the identity provider's way did not lead in: the server sends the browser back here with the code. */
function ProviderProblem() {
  const { language } = useLanguage();
  const problem = errorWords(new URLSearchParams(window.location.search).get('problem') ?? '');
  if (problem === undefined) return null;
  return (
    <p role="alert" className="bg-field-problem">
      {problem[language]}
    </p>
  );
}

function PasswordForm() {
  const text = useText(words);
  const enter = useEnter();
  const act = useAct(signIn, { onDone: enter, renews: [] });
  const [form, setForm] = useState({ userName: '', password: '', code: '' });
  const [codeNeeded, setCodeNeeded] = useState(false);
  const wantsCode = codeNeeded || act.problem?.code === 'sign-in.code-needed';

  function submit(event: FormEvent): void {
    event.preventDefault();
    setCodeNeeded(wantsCode);
    const { code, ...body } = form;
    void act.run({ body: code === '' ? body : { ...body, code: code.normalize('NFKC').trim() } });
  }
  const control = (name: keyof typeof form) => ({
    className: 'bg-input',
    required: true,
    value: form[name],
    'aria-describedby': 'sign-in-problem',
    onChange: (event: ChangeEvent<HTMLInputElement>) => setForm({ ...form, [name]: event.target.value }),
  });

  return (
    <form className="bg-form" onSubmit={submit}>
      <Labelled id="user-name" label={text('userName')}>
        <input
          {...control('userName')}
          id="user-name"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
        />
      </Labelled>
      <Labelled id="password" label={text('password')}>
        <input {...control('password')} id="password" type="password" autoComplete="current-password" />
      </Labelled>
      {wantsCode && (
        <Labelled id="code" label={text('code')} more={text('codeMore')}>
          <input
            {...control('code')}
            id="code"
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={6}
            // biome-ignore lint/a11y/noAutofocus: the code is the one thing still asked for
            autoFocus
          />
        </Labelled>
      )}
      <SignInProblem id="sign-in-problem" problem={act.problem} />
      <button type="submit" className="bg-button bg-button-wide bg-button-primary" aria-busy={act.running}>
        {text('act')}
      </button>
    </form>
  );
}

function Labelled({ id, label, more, children }: { id: string; label: string; more?: string; children: ReactNode }) {
  return (
    <div className="bg-labelled">
      <label htmlFor={id}>{label}</label>
      {children}
      {more !== undefined && <span className="bg-muted">{more}</span>}
    </div>
  );
}

function SignInProblem({ id, problem }: { id?: string; problem: ApiProblem | null }) {
  const { language } = useLanguage();
  const shown = problem !== null && problem.code !== 'sign-in.code-needed';
  return (
    <p id={id} role="alert" className={shown ? 'bg-field-problem' : 'bg-hidden'}>
      {shown ? asProblem(problem).words[language] : ''}
    </p>
  );
}

function DemonstrationUsers() {
  const { language } = useLanguage();
  const text = useText(words);
  const enter = useEnter();
  const users = useData(demonstrationUsers);
  const act = useAct(demonstrationSignIn, { onDone: enter, renews: [] });
  const [chosen, setChosen] = useState('');
  return (
    <section aria-labelledby="demonstration-title">
      <h2 id="demonstration-title">{text('demonstration')}</h2>
      <p className="bg-muted">{text('demonstrationMore')}</p>
      <ul className="bg-user-list">
        {(users.data?.rows ?? []).map((user) => (
          <li key={user.userName}>
            <button
              type="button"
              className="bg-user-choice"
              aria-busy={act.running && chosen === user.userName}
              onClick={() => {
                setChosen(user.userName);
                void act.run({ body: { userName: user.userName } });
              }}
            >
              <strong>{user.name}</strong>
              <span className="bg-muted">{pick(roleNames[user.role], language)}</span>
            </button>
          </li>
        ))}
      </ul>
      <SignInProblem problem={act.problem ?? users.error} />
    </section>
  );
}

/** Where the user was going, within this product only. */
function nextAddress(): string {
  const next = new URLSearchParams(window.location.search).get('next') ?? '/';
  return /^\/(?![/\\])/u.test(next) ? next : '/';
}

/** Takes the new session over and goes on once the pages know of it: a page reached before would send back to here. */
function useEnter(): (session: WhoAmI) => void {
  const go = useGo();
  const { user } = useSession();
  const [entering, setEntering] = useState<string | null>(null);
  useEffect(() => {
    if (entering !== null && user?.id === entering) go(nextAddress(), { replace: true });
  }, [entering, user, go]);
  return (session) => {
    // what was read for the user before is forgotten; who is signed in stays, as the page hangs on it
    const [mine] = keyOf(whoAmI, {});
    queryClient.removeQueries({ predicate: (query) => query.queryKey[0] !== mine });
    queryClient.setQueryData(keyOf(whoAmI, {}), session);
    setEntering(session.user?.id ?? null);
  };
}
