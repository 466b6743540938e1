import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer';

const width = 640;
const height = 480;
const paper = 225;
const ink = 30;

const writer = await readFile(fileURLToPath(import.meta.resolve('zxing-wasm/writer/zxing_writer.wasm')));
prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(writer).buffer } });

/** What is held into the picture: a QR of this text, or a GS1 DataMatrix of these elements, '(01)…(10)…'. */
export type FilmedCode = { qr: string } | { gs1: string };

/** A film (YUV4MPEG2) in which a code is held into the picture: what a browser's fake camera shows. Light falls off to one side. */
export async function filmOf(code: FilmedCode): Promise<{ path: string; remove: () => Promise<void> }> {
  const { symbol } =
    'qr' in code
      ? await writeBarcode(code.qr, { format: 'QRCode', options: 'ecLevel=L' })
      : await writeBarcode(code.gs1, { format: 'DataMatrix', options: 'gs1' });
  const module = Math.floor((height - 40) / (symbol.height + 6));
  const left = (width - symbol.width * module) / 2;
  const top = (height - symbol.height * module) / 2;
  const luma = Buffer.alloc(width * height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const [column, row] = [Math.floor((x - left) / module), Math.floor((y - top) / module)];
      const inside = column >= 0 && row >= 0 && column < symbol.width && row < symbol.height;
      const light = inside && symbol.data[row * symbol.width + column] === 0 ? ink : paper;
      luma[y * width + x] = Math.round(light * (1 - (0.4 * x) / width));
    }
  const colour = Buffer.alloc((width * height) / 2, 128);
  const frame = Buffer.concat([Buffer.from('FRAME\n'), luma, colour]);
  const directory = await mkdtemp(join(tmpdir(), 'baogong-film-'));
  const path = join(directory, 'code.y4m');
  await writeFile(
    path,
    Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`), frame, frame]),
  );
  return { path, remove: () => rm(directory, { recursive: true, force: true }) };
}
