import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** The words lie beside the interface too, for the report that the console writes in the person's language. */
const localesBeside: Plugin = {
  name: 'locales-beside',
  apply: 'build',
  generateBundle() {
    for (const file of globSync(`${import.meta.dirname}/locales/*.json`)) {
      const fileName = `locales/${basename(file)}`;
      this.emitFile({ type: 'asset', fileName, source: readFileSync(file, 'utf8') });
    }
  },
};

/** The interface: what both doors serve, from their own folder, without any network. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), localesBeside],
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    target: 'chrome130',
    // Inlined files would need data: in more places of the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
