import { Button, Select, Switch } from 'antd';
import { useState } from 'react';
import { type OrderHead, orderContracts } from '#contracts/orders.ts';
import { orderKindNames, orderStateNames, orderStates } from '#contracts/orders-terms.ts';
import { useData } from '../../platform/data.ts';
import { Day } from '../../platform/day.tsx';
import { DayInput } from '../../platform/day-input.tsx';
import { DetailDrawer } from '../../platform/dialog.tsx';
import { pick, useLanguage, useText } from '../../platform/language.ts';
import { useAddressState, useGo } from '../../platform/navigation.tsx';
import { PageHeader } from '../../platform/page.tsx';
import { usePhone } from '../../platform/screen.ts';
import { useMay } from '../../platform/session.tsx';
import { type Column, DataTable, listSource } from '../../platform/table/data-table.tsx';
import { RulesForm } from './rules-form.tsx';
import { ItemsWords, StateWord, useItemOptions } from './shared.tsx';
import { ToConfirm } from './to-confirm.tsx';

const words = {
  open: ['{open} 张调拨令在办，{late} 张超期', '{open} orders under way, {late} late'],
  reading: ['调拨令', 'Allocation orders'],
  lead: [
    '下达时即按先到期先出锁定批次；下一步由谁办，看状态。',
    'Lots are set aside first-expired-first-out the moment an order is issued.',
  ],
  fromPlan: ['按计划下达', 'Issue from the plan'],
  decide: ['计划外调拨', 'Outside the plan'],
  rules: ['审批权限', 'Who decides how much'],
  label: ['调拨令', 'Orders'],
  number: ['编号', 'Number'],
  state: ['状态', 'State'],
  kind: ['来由', 'Kind'],
  from: ['发货', 'From'],
  to: ['收货', 'To'],
  items: ['物资', 'Items'],
  leaves: ['发出', 'Leaves'],
  due: ['到货', 'Due'],
  allStates: ['全部状态', 'All states'],
  allOpen: ['在办', 'Under way'],
  allItems: ['全部物资', 'All items'],
  allFrom: ['全部发货单位', 'All senders'],
  allTo: ['全部收货单位', 'All receivers'],
  fromDay: ['发出日期从', 'Leaves from'],
  toDay: ['到', 'to'],
  late: ['只看超期', 'Late only'],
  xlsx: ['Excel 工作簿', 'Excel workbook'],
  empty: ['没有调拨令', 'No orders'],
  emptyMore: ['批准计划后在“按计划下达”中生成', 'Approve a plan, then issue its orders'],
} as const;

export default function OrdersPage() {
  const text = useText(words);
  const go = useGo();
  const may = useMay();
  const [rules, setRules] = useState(false);
  const { query, filters } = useFilters();
  const columns = useColumns();
  const open = useData(orderContracts.list, { query: { state: 'open', limit: 1 } }, { topics: ['orders'] });
  const late = useData(orderContracts.list, { query: { late: 'true', limit: 1 } }, { topics: ['orders'] });
  const known = open.data !== undefined && late.data !== undefined;
  const actions = may('order.issue') && (
    <>
      <Button onClick={() => setRules(true)}>{text('rules')}</Button>
      <Button onClick={() => go('/dispatch/decide')}>{text('decide')}</Button>
      <Button type="primary" onClick={() => go('/dispatch/from-plan')}>
        {text('fromPlan')}
      </Button>
    </>
  );
  return (
    <>
      <PageHeader
        title={known ? text('open', { open: open.data.total, late: late.data.total }) : text('reading')}
        lead={text('lead')}
        actions={actions}
      />
      <ToConfirm />
      <DataTable
        label={text('label')}
        columns={columns}
        source={listSource(orderContracts.list, { query }, ['orders'])}
        rowKey={(row) => row.id}
        rowTone={(row) => (row.late ? 'warning' : undefined)}
        onRow={(row) => go(`/dispatch/orders/${row.id}`)}
        left={filters}
        exports={[{ label: text('xlsx'), contract: orderContracts.workbook, query }]}
        empty={{ title: text('empty'), more: text('emptyMore') }}
      />
      <DetailDrawer open={rules} title={text('rules')} onClose={() => setRules(false)}>
        {rules && <RulesForm onDone={() => setRules(false)} />}
      </DetailDrawer>
    </>
  );
}

function useColumns(): Column<OrderHead>[] {
  const text = useText(words);
  const { language } = useLanguage();
  return [
    { key: 'number', title: text('number'), value: (row) => row.number, phone: 'title', width: 140, sortable: false },
    {
      key: 'state',
      title: text('state'),
      render: (row) => <StateWord state={row.state} late={row.late} urgent={row.urgent} />,
      width: 170,
    },
    { key: 'from', title: text('from'), value: (row) => row.from.name, width: 170, sortable: false },
    { key: 'to', title: text('to'), value: (row) => row.to.name, width: 170, sortable: false },
    { key: 'items', title: text('items'), render: (row) => <ItemsWords items={row.items} />, width: 260, wrap: true },
    { key: 'leaves', title: text('leaves'), render: (row) => <Day day={row.dispatchDay} />, width: 95 },
    { key: 'due', title: text('due'), render: (row) => <Day day={row.dueDay} />, width: 95 },
    {
      key: 'kind',
      title: text('kind'),
      value: (row) => pick(orderKindNames[row.kind], language),
      width: 110,
      phone: 'hidden',
      sortable: false,
    },
  ];
}

/** The conditions above the table, kept in the address. */
function useFilters() {
  const text = useText(words);
  const { language } = useLanguage();
  const phone = usePhone();
  const [state, setState] = useAddressState('state');
  const [item, setItem] = useAddressState('item');
  const [fromPlace, setFromPlace] = useAddressState('fromPlace');
  const [toPlace, setToPlace] = useAddressState('toPlace');
  const [from, setFrom] = useAddressState('from');
  const [to, setTo] = useAddressState('to');
  const [late, setLate] = useAddressState('late');
  const places = useData(orderContracts.places, {}, { topics: ['stock'] }).data?.rows ?? [];
  const items = useItemOptions();
  const given = { state, item, fromPlace, toPlace, from, to, late };
  const query = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''));
  const states = [
    { value: 'open', label: text('allOpen') },
    ...orderStates.map((value) => ({ value, label: pick(orderStateNames[value], language) })),
  ];
  const named = (kinds: readonly string[]) =>
    places.filter(({ kind }) => kinds.includes(kind)).map(({ place, name }) => ({ value: place, label: name }));
  const filters = (
    <div className="orders-filters">
      <Choice all={text('allStates')} value={state} options={states} change={setState} />
      <Choice all={text('allItems')} value={item} options={items} change={setItem} />
      {!phone && (
        <>
          <Choice
            all={text('allFrom')}
            value={fromPlace}
            options={named(['producer', 'reserve'])}
            change={setFromPlace}
          />
          <Choice
            all={text('allTo')}
            value={toPlace}
            options={named(['demand_point', 'producer', 'reserve'])}
            change={setToPlace}
          />
          <DayInput value={from || null} onChange={(day) => setFrom(day ?? '')} aria-label={text('fromDay')} />
          <DayInput value={to || null} onChange={(day) => setTo(day ?? '')} aria-label={text('toDay')} />
        </>
      )}
      <span className="orders-late">
        <Switch
          checked={late === 'true'}
          onChange={(on) => setLate(on ? 'true' : '')}
          aria-label={text('late')}
          title={text('late')}
        />
        <span aria-hidden="true">{text('late')}</span>
      </span>
    </div>
  );
  return { query, filters };
}

interface ChoiceProps {
  all: string;
  value: string;
  options: Array<{ value: string; label: string }>;
  change: (value: string) => void;
}

function Choice({ all, value, options, change }: ChoiceProps) {
  return (
    <Select
      className="orders-choice"
      aria-label={all}
      placeholder={all}
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      popupMatchSelectWidth={false}
      value={value === '' ? null : value}
      options={options}
      onChange={(chosen: string | null | undefined) => change(chosen ?? '')}
    />
  );
}
