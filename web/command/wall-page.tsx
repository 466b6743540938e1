import { useEffect, useState } from 'react';
import { formatDay } from '#contracts/calendar.ts';
import { useLanguage, useText } from '../platform/language.ts';
import { useGo } from '../platform/navigation.tsx';
import { useSession, useUser } from '../platform/session.tsx';
import { CountyPicture } from './county-picture.tsx';
import { LastsTable } from './lasts-table.tsx';
import './situation.css';
import { headlineOf, whoOf, whysOf } from '../planning/story.ts';
import { SupplyCurve } from '../planning/supply-curve.tsx';
import { useBoundaries, useNames, useRegistryNames } from '../platform/names.ts';
import { useSituation } from './use-situation.ts';
import { Fitted, WallStage } from './wall-stage.tsx';

const words = {
  waiting: ['正在等待推演结果…', 'Waiting for the forecast…'],
  exit: ['按 Esc 退出大屏', 'Press Esc to leave'],
  emergency: ['应急', 'Emergency'],
  peacetime: ['平时', 'Peacetime'],
  curve: ['{item}：供应与需求', '{item}: supply against need'],
  map: ['{item}：按县区', '{item} by county'],
  lasts: ['能用到哪一天', 'How long each item lasts'],
  lost: [
    '与服务器的连接断开，正在重连；画面为 {time} 的数据',
    'Connection lost, trying again; what is shown is of {time}',
  ],
} as const;

const turnMilliseconds = 20_000;
const renewMilliseconds = 60_000;

/** The situation for a wall: big and unattended; it turns through what runs short and mends its connection by itself. */
export default function WallPage() {
  const text = useText(words);
  const { language } = useLanguage();
  const go = useGo();
  const { city } = useSession();
  const user = useUser();
  const { situation, position, plan, curves } = useSituation();
  const names = useNames();
  const registry = useRegistryNames();
  const boundaries = useBoundaries();
  const now = useClock();
  const turn = Math.floor(now.getTime() / turnMilliseconds);
  useEffect(() => {
    document.documentElement.dataset.wall = 'on';
    const leave = (event: KeyboardEvent) => {
      if (event.key === 'Escape') go('/situation');
    };
    window.addEventListener('keydown', leave);
    return () => {
      delete document.documentElement.dataset.wall;
      window.removeEventListener('keydown', leave);
    };
  }, [go]);
  const { refetch } = situation;
  useEffect(() => {
    // The stream of changes may have slept with the screen: once a minute the picture is asked for again.
    const renew = setInterval(() => void refetch(), renewMilliseconds);
    return () => clearInterval(renew);
  }, [refetch]);
  if (situation.data === undefined || position.data === undefined || plan === null || registry === undefined) {
    return (
      <WallStage>
        <p className="command-wall-waiting">{text('waiting')}</p>
      </WallStage>
    );
  }
  const turning =
    plan.itemsShort.length > 0 ? plan.itemsShort.map((each) => each.item) : plan.cover.map((each) => each.item);
  const item = turning[turn % Math.max(1, turning.length)] ?? '';
  const headline = headlineOf(plan, names, language);
  return (
    <WallStage>
      <header>
        <span>
          {language === 'zh' ? city.name : city.nameEn} · {formatDay(situation.data.today, language, { year: true })}
        </span>
        <span className="command-wall-mode">{text(city.mode)}</span>
        <time className="bg-number">
          {now.toLocaleTimeString(language === 'zh' ? 'zh-CN' : 'en-GB', { timeZone: 'Asia/Shanghai' })}
        </time>
      </header>
      <h1>
        {headline.before}
        <span className="bg-danger">{headline.short}</span>
        {headline.after}
      </h1>
      <p>
        {situation.error !== null
          ? text('lost', { time: new Date(situation.dataUpdatedAt).toLocaleTimeString() })
          : `${whysOf(plan, names, language)}${user.scope === 'enterprise' ? '' : whoOf(situation.data.shortages, language)}`}
      </p>
      <div className="command-wall-body">
        <section aria-label={text('lasts')}>
          <h2>{text('lasts')}</h2>
          <Fitted>
            <LastsTable answer={position.data} plan={plan} chosen={item} choose={() => {}} />
          </Fitted>
        </section>
        <section>
          <Fitted>
            <h2>{text('map', { item: names.item(item).name })}</h2>
            <CountyPicture
              item={item}
              answer={position.data}
              shortages={situation.data.shortages}
              registry={registry}
              boundaries={boundaries}
              names={names}
              today={situation.data.today}
              maxHeight={340}
              fixed={plan.itemsShort.length > 0 ? 'short' : 'days'}
            />
            <h2>{text('curve', { item: names.item(item).name })}</h2>
            {curves !== undefined && <SupplyCurve plan={plan} rows={curves} item={item} names={names} height={210} />}
          </Fitted>
        </section>
      </div>
      <footer className="bg-muted">{text('exit')}</footer>
    </WallStage>
  );
}

function useClock(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const tick = setInterval(() => setNow(new Date()), 1000);
    return () => clearInterval(tick);
  }, []);
  return now;
}
