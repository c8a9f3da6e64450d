import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { preloadPages } from './preload-pages.ts';

/** Built to `dist/dashboard` (see package.json), served by the API from the same origin. */
export default defineConfig({
  plugins: [react(), preloadPages()],
  base: '/',
  build: {
    target: 'es2022',
    sourcemap: false,
    // The page's content security policy allows no inlined scripts and fetches nothing from elsewhere.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    // ECharts comes in a piece of its own, loaded with the first chart.
    chunkSizeWarningLimit: 700,
  },
});
