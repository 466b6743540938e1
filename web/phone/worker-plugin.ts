/** Builds /phone-worker.js and the manifest: which files the phone pages need is read from the finished bundle, so that none is forgotten. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Plugin, Rolldown } from 'vite';

const here = import.meta.dirname;
const web = dirname(here);

/** Modules of the pages under /m/, as the capabilities' pages.ts name them. */
export function phonePageModules(): string[] {
  return readdirSync(web, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => {
      let source: string;
      try {
        source = readFileSync(join(web, name, 'pages.ts'), 'utf8');
      } catch {
        return [];
      }
      const pages = source.matchAll(/path:\s*'\/m\/[^']*'[\s\S]*?import\('\.\/([^']+)'\)/gu);
      return [...pages].map((match) => join(web, name, match[1]!));
    });
}

type Chunk = Rolldown.OutputChunk & { viteMetadata?: { importedCss: Set<string>; importedAssets: Set<string> } };

/** The entry, the pages, all that they import, also later (a reader of codes), and the styles and files of each. */
function filesOf(bundle: Record<string, Rolldown.OutputChunk | Rolldown.OutputAsset>, pages: string[]): string[] {
  const chunks = Object.values(bundle).filter((file): file is Chunk => file.type === 'chunk');
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const wanted = new Set<string>();
  const take = (chunk: Chunk | undefined): void => {
    if (chunk === undefined || wanted.has(chunk.fileName)) return;
    wanted.add(chunk.fileName);
    for (const style of chunk.viteMetadata?.importedCss ?? []) wanted.add(style);
    for (const file of chunk.viteMetadata?.importedAssets ?? []) wanted.add(file);
    for (const name of chunk.imports) take(byName.get(name));
    // What the entry imports later are all the pages there are.
    if (!chunk.isEntry) for (const name of chunk.dynamicImports) take(byName.get(name));
  };
  for (const chunk of chunks) {
    if (chunk.isEntry || pages.some((page) => chunk.facadeModuleId === page || chunk.moduleIds.includes(page)))
      take(chunk);
  }
  return [...wanted].sort().map((name) => `/${name}`);
}

const manifest = {
  id: '/m/home',
  name: '保供 Baogong',
  short_name: '保供',
  lang: 'zh-CN',
  start_url: '/m/home',
  scope: '/m/',
  display: 'standalone',
  background_color: '#ffffff',
  theme_color: '#ffffff',
  icons: [{ src: '/icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' }],
};

export function phoneWorker(): Plugin {
  return {
    name: 'baogong-phone-worker',
    apply: 'build',
    // after the builder has taken out chunks that held nothing but styles: one missing file and no telephone keeps anything
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const files = [...filesOf(bundle, phonePageModules()), '/icon.svg'];
        const source = readFileSync(join(here, 'phone-worker.js'), 'utf8');
        const version = createHash('sha256').update(source).update(files.join('\n')).digest('hex').slice(0, 16);
        this.emitFile({
          type: 'asset',
          fileName: 'phone-worker.js',
          source: source.replace('__VERSION__', version).replace('__FILES__', JSON.stringify(files)),
        });
        this.emitFile({ type: 'asset', fileName: 'phone.webmanifest', source: JSON.stringify(manifest) });
      },
    },
  };
}
