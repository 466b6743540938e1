import { registryContracts } from '#contracts/registry.ts';
import { type ResourceName, resourceNames, resourceOf, resources } from '#contracts/registry-resources.ts';
import { useData } from '../platform/data.ts';
import { pick, useLanguage, useText } from '../platform/language.ts';
import { PageLink, useAddressState } from '../platform/navigation.tsx';
import { PageHeader } from '../platform/page.tsx';
import './registry.css';
import { RegistryTable } from './registry-table.tsx';

const words = {
  title: ['城市有什么、在哪里', 'What the city has, and where'],
  lapsing: ['{count} 张许可证已过期或将在 60 天内到期', '{count} licences have lapsed or lapse within 60 days'],
  none: ['60 天内没有许可证到期。', 'No licence lapses within 60 days.'],
  tables: ['数据表', 'Tables'],
} as const;

/** Days ahead in which a licence's end is worth an act. */
export const lapseDays = 60;

export default function RegistryPage() {
  const text = useText(words);
  const [table] = useAddressState('table', 'enterprises');
  const name: ResourceName = resourceNames.find((known) => known === table) ?? 'enterprises';
  return (
    <>
      <PageHeader title={text('title')} lead={<Lapsing />} />
      <Tables shown={name} />
      <RegistryTable key={name} resource={resourceOf(name)} />
    </>
  );
}

function Lapsing() {
  const text = useText(words);
  const licences = useData(
    registryContracts.licences.list,
    { query: { lapsesWithin: lapseDays, limit: 1 } },
    { topics: ['registry', 'city'] },
  );
  if (licences.data === undefined) return <>&nbsp;</>;
  const { total } = licences.data;
  if (total === 0) return <>{text('none')}</>;
  return (
    <PageLink to="/administration/registry?table=licences&lapsing=yes">{text('lapsing', { count: total })}</PageLink>
  );
}

function Tables({ shown }: { shown: ResourceName }) {
  const { language } = useLanguage();
  const text = useText(words);
  return (
    <nav className="registry-tables" aria-label={text('tables')}>
      {resources.map((resource) => (
        <PageLink
          key={resource.name}
          to={`/administration/registry?table=${resource.name}`}
          className={resource.name === shown ? 'registry-shown' : ''}
          {...(resource.name === shown ? { 'aria-current': 'page' as const } : {})}
        >
          {pick(resource.label, language)}
        </PageLink>
      ))}
    </nav>
  );
}
