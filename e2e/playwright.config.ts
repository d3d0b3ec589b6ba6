import { defineConfig } from '@playwright/test';

/** Runs on the built application, one console after the other: each starts a PostgreSQL of its own. */
export default defineConfig({
  testDir: '.',
  testMatch: '**/*.e2e.ts',
  outputDir: './results',
  globalSetup: './prepare.ts',
  workers: 1,
  forbidOnly: true,
  // A million rows are moved on whatever machine this is.
  timeout: 240_000,
  expect: { timeout: 30_000 },
  reporter: [['list'], ['./door-reporter.ts']],
  use: { actionTimeout: 30_000, screenshot: 'only-on-failure' },
});
