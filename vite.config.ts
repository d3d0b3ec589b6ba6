import { globSync } from 'node:fs';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const folders = '{shared,electron,renderer,bench}';

/** Worker threads are started by the name of their file, which ends in .js once built. */
const builtWorkerNames: Plugin = {
  name: 'built-worker-names',
  apply: 'build',
  transform: (code) => code.replaceAll(/new URL\((['"])(\.{1,2}\/.+?)\.ts\1/g, 'new URL($1$2.js$1'),
};

export default defineConfig({
  plugins: [builtWorkerNames],
  // The command line and the desktop application, one file a module as in the sources; packages stay packages,
  // natives among them.
  build: {
    emptyOutDir: false,
    ssr: true,
    target: 'node24',
    rolldownOptions: {
      input: ['electron/cli/main.ts', 'electron/main/main.ts', ...globSync('electron/**/*-worker.ts')],
      external: ['electron'],
      output: {
        preserveModules: true,
        preserveModulesRoot: '.',
        entryFileNames: '[name].js',
        banner: ({ name }) => (name === 'electron/cli/main' ? '#!/usr/bin/env node' : ''),
      },
    },
  },
  test: {
    allowOnly: false,
    reporters: ['default', './electron/testing/closing-line.ts'],
    // The machines that run this have two cores, and PostgreSQL wants one of them.
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: { name: 'pure', include: [`${folders}/**/*.test.ts`], exclude: ['**/*.pg.test.ts'] },
      },
      {
        extends: true,
        test: {
          name: 'postgres',
          include: [`${folders}/**/*.pg.test.ts`],
          globalSetup: ['./electron/testing/global-setup.ts'],
        },
      },
    ],
  },
});
