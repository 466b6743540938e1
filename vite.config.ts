import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { phoneWorker } from './web/phone/worker-plugin.ts';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The pages, built to dist/web; the server serves them. `npx vite` serves them for development, with the API of a server at port 8300. */
export default defineConfig({
  root: at('web'),
  publicDir: at('web/public'),
  plugins: [react(), phoneWorker()],
  build: {
    outDir: at('dist/web'),
    emptyOutDir: true,
    target: 'es2022',
    // phones of five years ago; no inlined data: addresses, which the content security policy would refuse for scripts
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
    reportCompressedSize: false,
  },
  server: { proxy: { '/api': process.env.BAOGONG_API ?? 'http://127.0.0.1:8300' } },
});
