import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import qrcode from 'qrcode';

const width = 640;
const height = 480;
const paper = 225;
const ink = 30;

/** A film (YUV4MPEG2) in which a code is held into the picture: what a browser's fake camera shows. Light falls off to one side. */
export async function filmOf(code: string): Promise<{ path: string; remove: () => Promise<void> }> {
  const { modules } = qrcode.create(code, { errorCorrectionLevel: 'L' });
  const module = Math.floor((height - 40) / (modules.size + 6));
  const left = (width - modules.size * module) / 2;
  const top = (height - modules.size * module) / 2;
  const luma = Buffer.alloc(width * height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const [column, row] = [Math.floor((x - left) / module), Math.floor((y - top) / module)];
      const inside = column >= 0 && row >= 0 && column < modules.size && row < modules.size;
      const light = inside && modules.get(row, column) ? ink : paper;
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
