import { defineConfig } from 'vitest/config';

const folders = '{shared,electron,renderer,bench}';

export default defineConfig({
  test: {
    allowOnly: false,
    reporters: ['default', './electron/testing/closing-line.ts'],
    // The machines that run this have two cores, and PostgreSQL wants one of them.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
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
