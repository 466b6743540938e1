import assert from 'node:assert/strict';
import { test } from 'node:test';
import qrcode from 'qrcode';
import { type Picture, readQr } from './index.ts';
import { readSymbol } from './symbol.ts';

type Level = 'L' | 'M' | 'Q' | 'H';
const symbol = (text: string, options: { version?: number; errorCorrectionLevel?: Level } = {}) => {
  const { modules } = qrcode.create(text, options);
  return { size: modules.size, dark: Uint8Array.from(modules.data, Number) };
};
/** As long as a pass's code. */
const long = `https://baogong.example.gov.cn/p/pass#${'eyJhbGciOiJFZERTQSIsImtpZCI6ImFiYyJ9.'.repeat(14)}`;

interface View {
  module: number;
  /** degrees */
  turned?: number;
  /** how much smaller the far side looks */
  slant?: number;
  noise?: number;
  /** darkness falls from left to right */
  shade?: number;
}

/** What a camera would see of a code: turned, seen from aside, unevenly lit, with noise. The chance is a fixed one. */
function seen({ size, dark }: { size: number; dark: Uint8Array }, view: View, width = 640, height = 480): Picture {
  const { module, turned = 0, slant = 0, noise = 0, shade = 0 } = view;
  const angle = (turned * Math.PI) / 180;
  const grey = new Uint8Array(width * height);
  let chance = 12345;
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      let sum = 0;
      for (const [sx, sy] of [
        [0.25, 0.25],
        [0.75, 0.25],
        [0.25, 0.75],
        [0.75, 0.75],
      ] as const) {
        const [px, py] = [x + sx - width / 2, y + sy - height / 2];
        const depth = 1 + (slant * py) / height;
        const u = (px * Math.cos(angle) + py * Math.sin(angle)) / module / depth + size / 2;
        const v = (-px * Math.sin(angle) + py * Math.cos(angle)) / module / depth + size / 2;
        const [column, row] = [Math.floor(u), Math.floor(v)];
        const inside = column >= 0 && row >= 0 && column < size && row < size;
        sum += inside && dark[row * size + column] ? 40 : 215;
      }
      chance = (chance * 1_103_515_245 + 12_345) % 2_147_483_648;
      const light = (sum / 4) * (1 - (shade * x) / width) + (chance / 2_147_483_648 - 0.5) * noise;
      grey[y * width + x] = Math.max(0, Math.min(255, light));
    }
  return { width, height, grey };
}

test('every version and level is read from its modules, numbers, capitals and any text alike', () => {
  for (const errorCorrectionLevel of ['L', 'M', 'Q', 'H'] as const)
    for (let version = 1; version <= 40; version += 1) {
      const text = `${version}保`;
      assert.equal(
        readSymbol(symbol(text, { version, errorCorrectionLevel })),
        text,
        `${version}${errorCorrectionLevel}`,
      );
    }
  for (const text of ['0123456789', '7', '00', 'ABC $%*+-./:', 'A1', '通行证 TX20220108-0001', long])
    assert.equal(readSymbol(symbol(text)), text);
});

test('damage within what the level mends is mended, beyond it nothing is read', () => {
  const whole = symbol('TX20220108-0001 豫H10001', { errorCorrectionLevel: 'H' });
  const spoilt = (count: number) => {
    const dark = whole.dark.slice();
    for (let index = 0; index < count; index += 1)
      dark[(whole.size - 1 - (index % 16)) * whole.size + 9 + (index >> 4)]! ^= 1;
    return { size: whole.size, dark };
  };
  assert.equal(readSymbol(spoilt(24)), 'TX20220108-0001 豫H10001');
  assert.notEqual(readSymbol(spoilt(240)), 'TX20220108-0001 豫H10001');
});

test('a camera’s picture is read: upright, turned, upside down, from aside, in uneven light, with noise', () => {
  const short = symbol('豫H10001');
  const pass = symbol(long, { errorCorrectionLevel: 'L' });
  assert.ok(pass.size >= 73, `${pass.size} modules`);
  for (const view of [
    { module: 6 },
    { module: 5, turned: 12 },
    { module: 5, turned: 90 },
    { module: 5, turned: 180 },
    { module: 5, turned: -35 },
    { module: 6, slant: 0.12 },
    { module: 6, shade: 0.6, noise: 60 },
  ])
    assert.equal(readQr(seen(short, view)), '豫H10001', JSON.stringify(view));
  for (const view of [
    { module: 5 },
    { module: 4.3, turned: 5 },
    { module: 4, turned: 180, noise: 40 },
    { module: 5, slant: 0.12 },
    { module: 5, shade: 0.5 },
  ])
    assert.equal(readQr(seen(pass, view)), long, JSON.stringify(view));
});

test('where there is no code nothing is read', () => {
  const blank = { width: 320, height: 240, grey: new Uint8Array(320 * 240).fill(200) };
  assert.equal(readQr(blank), null);
  let chance = 7;
  const noise = Uint8Array.from({ length: 320 * 240 }, () => {
    chance = (chance * 1_103_515_245 + 12_345) % 2_147_483_648;
    return chance & 255;
  });
  assert.equal(readQr({ ...blank, grey: noise }), null);
});
