import assert from 'node:assert/strict';
import { test } from 'node:test';
import { strFromU8, unzipSync } from 'fflate';
import { signaturePlaces, titleLines, widthOf } from './document/layout.ts';
import { type OfficialDocument, officialDocument } from './document/official-document.ts';

const given: OfficialDocument = {
  language: 'zh',
  number: { year: 2022, number: 8 },
  year: 2022,
  title: '示例市应急物资保供简报（2022年1月8日）',
  addressee: '各县（市、区）人民政府',
  paragraphs: [
    { key: 'production', kind: 'heading', segments: [{ text: '一、生产与库存' }] },
    {
      key: 'a',
      kind: 'body',
      segments: [{ text: '口罩库存 ' }, { text: '588 万只', figure: '/mask/stock' }, { text: '。' }],
    },
    { key: 'remark/1', kind: 'body', segments: [{ text: '第一行\n第二行' }] },
  ],
  signer: '示例市疫情防控指挥部物资生产保障组',
  date: '2022-01-08',
  corrections: [],
};

interface Part {
  text: string;
  xml: string;
}

async function opened(change: Partial<OfficialDocument> = {}) {
  const files = unzipSync(await officialDocument({ ...given, ...change }));
  const xml = (name: string) => strFromU8(files[name] ?? assert.fail(`${name} is missing`));
  const document = xml('word/document.xml');
  const paragraphs: Part[] = [...document.matchAll(/<w:p>.*?<\/w:p>|<w:p [^>]*>.*?<\/w:p>/gsu)].map(([whole]) => ({
    xml: whole,
    text: [...whole.matchAll(/<w:t[^>]*>([^<]*)<\/w:t>/gu)].map(([, text]) => text).join(''),
  }));
  return {
    files,
    xml,
    document,
    paragraphs,
    find: (text: string) => paragraphs.find((one) => one.text.includes(text))!,
  };
}

const attribute = (xml: string, element: string, name: string) =>
  new RegExp(`<w:${element} [^>]*w:${name}="([^"]*)"`, 'u').exec(xml)?.[1];
const millimetres = (twips: string | undefined) => Math.round((Number(twips) / 1440) * 25.4 * 10) / 10;

test('the page is A4 with the margins of GB/T 9704: head 37 mm, binding 28 mm, foot 35 mm, right 26 mm', async () => {
  const { document } = await opened();
  const size = ['w', 'h'].map((name) => millimetres(attribute(document, 'pgSz', name)));
  assert.deepEqual(size, [210, 297]);
  const margins = ['top', 'left', 'bottom', 'right'].map((name) => millimetres(attribute(document, 'pgMar', name)));
  assert.deepEqual(margins, [37, 28, 35, 26]);
});

test('the text area holds 22 lines of 28 characters of 3号 type, on fixed lines of 28 pt', async () => {
  const { document, find } = await opened();
  const line = Number(attribute(find('口罩库存').xml, 'spacing', 'line'));
  assert.equal(line, 28 * 20);
  assert.match(find('口罩库存').xml, /w:lineRule="exact"/u);
  const heightInTwips = ((297 - 37 - 35) / 25.4) * 1440;
  assert.equal(Math.floor(heightInTwips / line), 22);
  assert.equal(attribute(document, 'docGrid', 'type'), 'lines', 'a grid of characters gives 3号 type two places each');
  const place = 16 + Number(attribute(find('口罩库存').xml, 'spacing', 'val')) / 20;
  assert.equal(Math.floor((((210 - 28 - 26) / 25.4) * 72) / place + 0.01), 28);
});

test('the issuing body stands in red over a red line with the number above it', async () => {
  const { paragraphs } = await opened();
  const [mark, number] = paragraphs;
  assert.equal(mark?.text, given.signer);
  assert.match(mark?.xml ?? '', /w:color w:val="E60012"/u);
  assert.match(mark?.xml ?? '', /w:eastAsia="方正小标宋简体"/u);
  assert.equal(number?.text, '保供简报〔2022〕8号');
  assert.match(number?.xml ?? '', /<w:bottom [^>]*w:color="E60012"/u);
  assert.match(number?.xml ?? '', /w:jc w:val="center"/u);
});

test('the title is 2号 小标宋 and centred, the addressee flush left, the body 3号 仿宋 set in by two characters', async () => {
  const { find, xml } = await opened();
  const title = find(given.title);
  assert.match(title.xml, /w:jc w:val="center"/u);
  assert.match(title.xml, /<w:sz w:val="44"\/>/u);
  assert.match(title.xml, /w:eastAsia="方正小标宋简体"/u);
  const addressee = find('各县（市、区）人民政府：');
  assert.doesNotMatch(addressee.xml, /<w:ind /u);
  const body = find('口罩库存');
  assert.equal(body.text, '口罩库存 588 万只。');
  assert.match(body.xml, /<w:sz w:val="32"\/>/u);
  assert.match(body.xml, /w:eastAsia="仿宋_GB2312"/u);
  assert.equal(attribute(body.xml, 'ind', 'firstLineChars'), '200');
  assert.match(find('一、生产与库存').xml, /w:eastAsia="黑体"/u);
  assert.match(xml('word/fontTable.xml'), /w:name="方正小标宋简体"><w:altName w:val="宋体/u);
});

test('a title too long for a line is broken before its day, and never within a word', () => {
  const [name, day] = ['示例市应急物资保供简报', '（2022年1月18日）'];
  assert.deepEqual(titleLines(`${name}${day}`), [name, day]);
  assert.deepEqual(titleLines('示例市保供简报（1月8日）'), ['示例市保供简报（1月8日）']);
});

test('lines that an officer broke are paragraphs of their own', async () => {
  const { paragraphs } = await opened();
  assert.ok(paragraphs.some((one) => one.text === '第一行') && paragraphs.some((one) => one.text === '第二行'));
});

test('the page number is 4号 between dashes, outside: right on odd pages, left on even ones', async () => {
  const { files, xml } = await opened();
  assert.match(xml('word/settings.xml'), /<w:evenAndOddHeaders/u);
  const footers = Object.keys(files)
    .filter((name) => /word\/footer\d+\.xml/u.test(name))
    .map(xml);
  assert.equal(footers.length, 2);
  for (const footer of footers) {
    assert.match(footer, /— .*PAGE.* —/su);
    assert.match(footer, /<w:sz w:val="28"\/>/u);
  }
  assert.deepEqual(footers.map((footer) => attribute(footer, 'jc', 'val')).sort(), ['left', 'right']);
});

test('signer and date stand as the standard has them: date two places right of the signer, or two places from the right edge', async () => {
  const long = signaturePlaces('示例市疫情防控指挥部物资生产保障组', '2022年1月8日');
  assert.deepEqual(long, { signer: 9, date: 11 });
  const short = signaturePlaces('示例局', '2022年1月8日');
  assert.equal(short.date + widthOf('2022年1月8日'), 26);
  assert.equal(short.signer, short.date - 2);
  assert.ok(signaturePlaces('长'.repeat(40), '2022年1月8日').signer === 0);
  const { paragraphs } = await opened();
  const signers = paragraphs.filter((one) => one.text === given.signer);
  assert.equal(signers.length, 2);
  const dated = paragraphs.find((one) => one.text === '2022年1月8日');
  assert.ok(
    Number(attribute(dated?.xml ?? '', 'ind', 'left')) > Number(attribute(signers[1]?.xml ?? '', 'ind', 'left')),
  );
});

test('a draft has no number and says that it is one; a correction strikes the old value and keeps it', async () => {
  const draft = await opened({ number: null });
  assert.ok(draft.find('草稿，尚未签发'));
  assert.doesNotMatch(draft.paragraphs[1]?.text ?? '', /8号/u);
  const item = {
    kind: 'changed' as const,
    ref: '/mask/stock',
    label: ['口罩库存', 'Masks: stock'] as [string, string],
    before: ['588 万只', '5.88 M'] as [string, string],
    after: ['590 万只', '5.9 M'] as [string, string],
  };
  const corrected = await opened({ corrections: [{ number: 1, day: '2022-01-09', note: null, items: [item] }] });
  assert.ok(corrected.find('更正第1号（2022年1月9日）'));
  const line = corrected.find('更正为 590 万只');
  assert.match(line.xml, /<w:strike\/>.*588 万只/su);
});

test('the English document has the same layout in Latin type', async () => {
  const { paragraphs, find } = await opened({
    language: 'en',
    title: 'Example city: bulletin',
    addressee: 'Counties',
    signer: 'Example headquarters',
  });
  assert.equal(paragraphs[1]?.text, 'Supply Bulletin [2022] No. 8');
  assert.match(find('Example city: bulletin').xml, /w:ascii="Times New Roman"/u);
  assert.ok(find('8 January 2022'));
});
