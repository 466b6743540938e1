import assert from 'node:assert/strict';
import { test } from 'node:test';
import readWorkbook from 'read-excel-file/node';
import { auditHistory } from '#contracts/administration.ts';
import { boundariesContract, registryContracts } from '#contracts/registry.ts';
import { resources } from '#contracts/registry-resources.ts';
import { testApp } from '#tests/support/app.ts';

const app = await testApp();
const officer = await app.as('group_officer');
const county = await app.as('county_officer');
const clerk = await app.as('enterprise_clerk');
const requester = await app.as('requester');

test('every resource lists the example, a page at a time, each row once whatever the sort', async () => {
  for (const resource of resources) {
    const { list } = registryContracts[resource.name];
    const all = await officer.call(list, { query: { limit: 1000 } });
    assert.equal(all.total, all.rows.length, resource.name);
    assert.ok(all.total > 0, resource.name);
    const sorts = resource.fields.filter((field) => field.type !== 'references' && field.type !== 'note');
    for (const field of sorts) {
      for (const order of ['asc', 'desc'] as const) {
        const keys: string[] = [];
        let cursor: string | null = null;
        do {
          const query: Record<string, string | number> = {
            sort: field.name,
            order,
            limit: 20,
            ...(cursor ? { cursor } : {}),
          };
          const page: Awaited<ReturnType<typeof officer.call<typeof list>>> = await officer.call(list, { query });
          keys.push(...page.rows.map((row) => row.key));
          cursor = page.next;
        } while (cursor !== null);
        assert.equal(new Set(keys).size, all.total, `${resource.name} by ${field.name} ${order}`);
        assert.equal(keys.length, all.total, `${resource.name} by ${field.name} ${order}`);
      }
    }
  }
});

test('a search finds the row, and rows that refer to what is called so', async () => {
  const found = await officer.call(registryContracts.enterprises.list, { query: { search: '山阳' } });
  assert.ok(found.total > 0);
  assert.ok(found.rows.every((row) => row.values.county === '410811'));
  assert.equal(found.rows[0]?.refers.county?.[0]?.en, 'Shanyang');
  const none = await officer.call(registryContracts.enterprises.list, { query: { search: '100%_' } });
  assert.equal(none.total, 0);
});

test('licences that lapse within so many days are found from the city’s own day', async () => {
  const { list } = registryContracts.licences;
  const all = await officer.call(list, { query: { sort: 'validUntil' } });
  const soonest = Number(all.rows[0]?.values.daysLeft);
  const within = await officer.call(list, { query: { lapsesWithin: Math.max(soonest, 0) } });
  assert.ok(within.total >= 1);
  assert.ok(within.rows.every((row) => Number(row.values.daysLeft) <= Math.max(soonest, 0)));
});

test('an edit leaves who, when, before and after; an older revision is refused with who changed it', async () => {
  const { read, edit } = registryContracts.lines;
  const params = { key: 'E14-L1' };
  const before = (await officer.call(read, { params })).row;
  const body = { revision: before.revision, values: { dailyCapacity: '710000' } };
  const { row } = await officer.call(edit, { params, body });
  assert.equal(row.values.dailyCapacity, '710000');
  assert.equal(row.revision, before.revision + 1);
  const late = await officer.send(edit, { params, body: { ...body, values: { staff: 9 } } });
  assert.equal(late.status, 409);
  assert.equal(late.body.code, 'changed-meanwhile');
  assert.match(late.body.words?.zh ?? '', /示例工作组干部 已于 \d{4}-\d{2}-\d{2} \d{2}:\d{2} 修改/);
  const { rows } = await officer.call(auditHistory, { params: { subject: 'lines', id: 'E14-L1' } });
  assert.equal(rows[0]?.userName, '示例工作组干部');
  const capacityIn = (state: unknown) => (state as { dailyCapacity?: string } | null)?.dailyCapacity;
  assert.deepEqual([capacityIn(rows[0]?.before), capacityIn(rows[0]?.after)], ['700000', '710000']);
  await officer.call(edit, { params, body: { revision: row.revision, values: { dailyCapacity: '700000' } } });
});

test('of two people who save at the same moment one wins, the other is told', async () => {
  const { read, edit } = registryContracts.demandPoints;
  const params = { key: 'H-410811' };
  const { revision } = (await officer.call(read, { params })).row;
  const save = (served: number) => officer.send(edit, { params, body: { revision, values: { served } } });
  const answers = await Promise.all([save(901), save(902)]);
  assert.deepEqual(answers.map((answer) => answer.status).sort(), [200, 409]);
});

test('an edit that changes nothing is no edit', async () => {
  const { read, edit } = registryContracts.counties;
  const params = { key: '410811' };
  const { row } = await officer.call(read, { params });
  const answer = await officer.call(edit, {
    params,
    body: { revision: row.revision, values: { name: row.values.name } },
  });
  assert.equal(answer.row.revision, row.revision);
});

test('a clerk keeps staff, trucks and inputs of the own enterprise, and nothing else', async () => {
  const enterprises = await clerk.call(registryContracts.enterprises.list);
  assert.deepEqual(
    enterprises.rows.map((row) => row.key),
    ['E14'],
  );
  const own = enterprises.rows[0]!;
  const edit = (values: object) =>
    clerk.send(registryContracts.enterprises.edit, {
      params: { key: 'E14' },
      body: { revision: own.revision, values },
    });
  assert.equal((await edit({ staff: 400 })).status, 200);
  const moved = await edit({ county: '410802' });
  assert.equal(moved.status, 409, 'the revision has moved on');
  const line = (await clerk.call(registryContracts.lines.list)).rows[0]!;
  const capacity = await clerk.send(registryContracts.lines.edit, {
    params: { key: line.key },
    body: { revision: line.revision, values: { dailyCapacity: '1' } },
  });
  assert.equal(capacity.body.code, 'registry.field-not-yours');
  const truck = (home: string) =>
    clerk.send(registryContracts.vehicles.add, {
      body: { id: `V-${home}-9`, plate: `豫H9${home}`, home, capacityT: '8' },
    });
  assert.equal((await truck('E14')).status, 200);
  assert.equal((await truck('E15')).body.code, 'registry.unknown-reference', 'another’s enterprise is not seen');
});

test('a county’s officer edits the county’s rows and cannot give one away', async () => {
  const { list, edit } = registryContracts.enterprises;
  const mine = await county.call(list);
  assert.ok(mine.rows.length > 0);
  assert.ok(mine.rows.every((row) => row.values.county === '410811'));
  const row = mine.rows[0]!;
  const away = await county.send(edit, {
    params: { key: row.key },
    body: { revision: row.revision, values: { county: '410802' } },
  });
  assert.equal(away.status, 403);
  assert.equal(away.body.code, 'registry.other-county');
  assert.match(away.body.words?.zh ?? '', /解放区不在您管的县区之内；您只能登记和修改 山阳区 的/);
  const abroad = { id: 'EX9', name: '示例新厂', county: '410802', lat: 35.2, lon: 113.2, staff: 3 };
  const added = await county.send(registryContracts.enterprises.add, { body: abroad });
  assert.equal(added.body.code, 'registry.other-county');
  const other = await county.send(edit, { params: { key: 'E02' }, body: { revision: 1, values: { staff: 1 } } });
  assert.equal(other.status, 404);
});

test('an enterprise that moves to another county takes the rows beside it along', async () => {
  const { read, edit } = registryContracts.enterprises;
  const params = { key: 'E01' };
  const { row } = await officer.call(read, { params });
  const seenBefore = await county.call(registryContracts.vehicles.list, { query: { home: 'E01' } });
  assert.ok(seenBefore.total > 0);
  await officer.call(edit, { params, body: { revision: row.revision, values: { county: '410802' } } });
  for (const [resource, field] of [
    ['vehicles', 'home'],
    ['lines', 'enterprise'],
    ['licences', 'enterprise'],
    ['inputStock', 'enterprise'],
  ] as const) {
    const seen = await county.call(registryContracts[resource].list, { query: { [field]: 'E01' } });
    assert.equal(seen.total, 0, resource);
  }
  const { row: moved } = await officer.call(read, { params });
  await officer.call(edit, { params, body: { revision: moved.revision, values: { county: '410811' } } });
  const back = await county.call(registryContracts.vehicles.list, { query: { home: 'E01' } });
  assert.equal(back.total, seenBefore.total);
});

test('what the ledger counts in does not change; what cannot stand is refused at its field', async () => {
  const items = registryContracts.items;
  const { row } = await officer.call(items.read, { params: { key: 'mask' } });
  const unit = await officer.send(items.edit, {
    params: { key: 'mask' },
    body: { revision: row.revision, values: { unit: '箱' } },
  });
  assert.equal(unit.body.code, 'registry.fixed-field');
  const refused = async (resource: 'bom' | 'lines' | 'demandRates' | 'vehicles' | 'licences', body: object) =>
    (await officer.send(registryContracts[resource].add, { body })).body.code;
  assert.equal(
    await refused('bom', { item: 'alcohol', input: 'hand-sanitiser', perUnit: '1' }),
    'registry.own-ingredient',
  );
  const line = {
    id: 'E14-L9',
    enterprise: 'E14',
    items: ['mask'],
    dailyCapacity: '1',
    staff: 1,
    kwhPerUnit: '0',
    gasM3PerUnit: '0',
    energyUnit: '1',
  };
  assert.equal(await refused('lines', { ...line, unit: '瓶' }), 'registry.line-unit');
  assert.equal(await refused('lines', { ...line, unit: '万只' }), 'request.invalid');
  assert.equal(
    await refused('demandRates', {
      kind: 'community',
      item: 'alcohol',
      perServedPerDay: '1',
      tier: 3,
      grade: 'medical',
    }),
    'registry.grade-not-kept',
  );
  assert.equal(
    await refused('vehicles', { id: 'V-X', plate: '豫H10001', home: 'E14', capacityT: '5' }),
    'registry.plate-taken',
  );
  assert.equal(
    await refused('vehicles', { id: 'V-E01-1', plate: '豫H99999', home: 'E14', capacityT: '5' }),
    'registry.key-taken',
  );
  assert.equal(
    await refused('vehicles', { id: 'V-X', plate: '豫H99999', home: 'E14', capacityT: '0' }),
    'request.invalid',
  );
  assert.equal(
    await refused('licences', { enterprise: 'E99', kind: 'hygiene', validUntil: '2023-01-01' }),
    'registry.unknown-reference',
  );
});

test('a county in use cannot go; an enterprise goes with its rows and comes back alone', async () => {
  const counties = registryContracts.counties;
  const { row } = await officer.call(counties.read, { params: { key: '410802' } });
  const kept = await officer.send(counties.withdraw, { params: { key: '410802' }, body: { revision: row.revision } });
  assert.equal(kept.body.code, 'registry.still-used');

  const enterprises = registryContracts.enterprises;
  const added = await officer.call(enterprises.add, {
    body: { id: 'E90', name: '示例新厂', county: '410802', staff: 3, lat: 35.2, lon: 113.2 },
  });
  await officer.call(registryContracts.vehicles.add, {
    body: { id: 'V-E90-1', plate: '豫H90001', home: 'E90', capacityT: '5' },
  });
  const gone = await officer.call(enterprises.withdraw, {
    params: { key: 'E90' },
    body: { revision: added.row.revision },
  });
  assert.equal(gone.row.withdrawn, true);
  assert.equal((await officer.call(registryContracts.vehicles.list, { query: { home: 'E90' } })).total, 0);
  const again = await officer.call(registryContracts.vehicles.add, {
    body: { id: 'V-E90-2', plate: '豫H90001', home: 'E14', capacityT: '5' },
  });
  assert.equal(again.row.values.plate, '豫H90001', 'the plate of a withdrawn truck is free');
  const truck = await officer.call(registryContracts.vehicles.read, { params: { key: 'V-E90-1' } });
  const early = await officer.send(registryContracts.vehicles.restore, {
    params: { key: 'V-E90-1' },
    body: { revision: truck.row.revision },
  });
  assert.equal(early.body.code, 'registry.unknown-reference');
  const back = await officer.call(enterprises.restore, {
    params: { key: 'E90' },
    body: { revision: gone.row.revision },
  });
  assert.equal(back.row.withdrawn, false);
  const taken = await officer.send(registryContracts.vehicles.restore, {
    params: { key: 'V-E90-1' },
    body: { revision: truck.row.revision },
  });
  assert.equal(taken.body.code, 'registry.plate-taken');
  const { rows } = await officer.call(auditHistory, { params: { subject: 'enterprises', id: 'E90' } });
  assert.deepEqual(
    rows.map((entry) => entry.action),
    ['registry.restore', 'registry.withdraw', 'registry.add'],
  );
});

test('a hospital sees its own point and no enterprise; the public sees nothing', async () => {
  assert.deepEqual(
    (await requester.call(registryContracts.demandPoints.list)).rows.map((row) => row.key),
    ['H-CITY1'],
  );
  for (const resource of ['enterprises', 'lines', 'licences', 'vehicles', 'inputStock'] as const) {
    assert.equal((await requester.call(registryContracts[resource].list)).total, 0, resource);
  }
  for (const resource of resources) {
    assert.equal((await app.public.send(registryContracts[resource.name].list)).status, 401, resource.name);
  }
  assert.equal(
    (
      await requester.send(registryContracts.demandPoints.edit, {
        params: { key: 'H-CITY1' },
        body: { revision: 1, values: { served: 1 } },
      })
    ).status,
    403,
  );
});

test('a list exports as seen, in both languages, and no text in it runs as a formula', async () => {
  const { add, export: exported } = registryContracts.vehicles;
  await officer.call(add, { body: { id: 'V-F', plate: '=1+1', home: 'E14', capacityT: '5' } });
  const csv = new TextDecoder().decode(await officer.file(exported, { query: { format: 'csv', search: 'V-F' } }));
  assert.equal(csv, "编号,车牌,所属企业,所属企业名称,载重（吨）,状态\r\nV-F,'=1+1,E14,示例口罩1厂,5,在用\r\n");
  const xlsx = await officer.file(exported, { query: { lang: 'en', home: 'E14' } });
  const [found] = await readWorkbook(Buffer.from(xlsx));
  assert.equal(found?.sheet, 'Vehicles');
  assert.deepEqual(found?.data[0]?.slice(0, 3), ['Code', 'Plate', 'Belongs to']);
  const lines = await officer.file(registryContracts.lines.export, { query: { format: 'csv' } });
  assert.match(new TextDecoder().decode(lines), /E23-L2/);
});

test('the outlines of the counties are there for maps', async () => {
  const { boundaries } = await officer.call(boundariesContract);
  assert.equal((boundaries as { features: unknown[] }).features.length, 10);
});
