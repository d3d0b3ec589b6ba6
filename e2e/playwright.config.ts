import { defineConfig } from '@playwright/test';

/** Runs on the built application. Each test has a console, a user folder and a PostgreSQL of its own. */
export default defineConfig({
  testDir: '.',
  testMatch: '**/*.e2e.ts',
  outputDir: './results',
  globalSetup: './prepare.ts',
  fullyParallel: true,
  // The machines that run this have two cores.
  workers: 2,
  forbidOnly: true,
  // A million rows are moved on whatever machine this is.
  timeout: 480_000,
  expect: { timeout: 30_000 },
  reporter: [['list'], ['./door-reporter.ts']],
  use: { actionTimeout: 30_000, screenshot: 'only-on-failure' },
});
