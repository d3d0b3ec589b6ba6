import { spawnSync } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';

const root = path.resolve(import.meta.dirname, '../..');

/** A file and what it imports, maybe by name, and whether the design allows it. */
const cases = [
  ['shared/plan.ts', 'zod', true],
  ['shared/plan.ts', './source.ts', true],
  ['shared/errors/index.ts', '../plan.ts', true],
  ['shared/plan.ts', 'node:fs', false],
  ['shared/plan.ts', 'pg', false],
  ['shared/plan.ts', '../electron/core/plan/plan.ts', false],
  ['electron/core/copy/copy.ts', './block.ts', true],
  ['electron/core/copy/copy.ts', 'pg', true],
  ['electron/core/copy/copy.ts', '../source/blocks.ts', true],
  ['electron/core/copy/copy.ts', '../postgres/connect.ts', true],
  ['electron/core/copy/copy.ts', '../values/encode.ts', true],
  ['electron/core/indexes/effect.ts', '../scenarios/built-in.ts', true],
  ['electron/core/scenarios/fit.ts', '../benchmark/measure.ts', false],
  ['electron/core/copy/copy.ts', '../../../shared/plan.ts', true],
  ['electron/core/copy/copy.ts', '../finish/finish.ts', false],
  ['electron/core/copy/copy.ts', '../run/migrate.ts', false],
  ['electron/core/copy/copy.ts', '../../worker/host.ts', false],
  ['electron/core/copy/copy.ts', '../../testing/postgres.ts', false],
  ['electron/core/copy/copy.ts', '../../../renderer/app.ts', false],
  ['electron/core/copy/copy.ts', 'electron', false],
  ['electron/core/copy/copy.test.ts', '../sample/make-sample.ts', true],
  ['electron/core/copy/copy.pg.test.ts', '../../testing/postgres.ts', true],
  ['electron/core/preflight/checks/dates.ts', '../survey.ts', true],
  ['electron/core/preflight/checks/dates.ts', '../../values/moment.ts', true],
  ['electron/core/preflight/checks/dates.ts', '../../../../shared/finding.ts', true],
  ['electron/core/preflight/checks/dates.ts', '../../plan/plan.ts', false],
  ['electron/core/preflight/checks/dates.ts', '../../../cli/main.ts', false],
  ['electron/core/plan/translate/sql/render.ts', '../../plan.ts', true],
  ['electron/core/plan/translate/sql/render.ts', '../../../verify/verify.ts', false],
  ['electron/core/plan/translate/sql/render.ts', '../../../../testing/postgres.ts', false],
  ['electron/core/run/migrate.ts', '../copy/copy.ts', true],
  ['electron/core/run/migrate.ts', '../../cli/main.ts', false],
  ['electron/worker/host.ts', '../core/run/migrate.ts', true],
  ['electron/core/run/migrate.ts', '../../../shared/console/job.ts', true],
  ['electron/core/run/migrate.ts', '../../console/jobs.ts', false],
  ['electron/worker/host.ts', '../cli/main.ts', false],
  ['electron/worker/host.ts', '../console/jobs.ts', false],
  ['electron/worker/host.ts', '../../shared/console/job.ts', true],
  ['electron/worker/host.ts', 'electron', false],
  ['electron/console/console.ts', '../core/run/migrate.ts', true],
  ['electron/console/console.ts', '../worker/messages.ts', true],
  ['electron/console/console.ts', '../main/window.ts', false],
  ['electron/console/console.ts', '../web/server.ts', false],
  ['electron/console/console.ts', 'electron', false],
  ['electron/cli/main.ts', '../core/run/migrate.ts', true],
  ['electron/cli/main.ts', '../main/window.ts', false],
  ['electron/cli/main.ts', '../testing/postgres.ts', false],
  ['electron/cli/main.ts', '../console/console.ts', false],
  ['electron/cli/serve.ts', '../web/serve.ts', true],
  ['electron/cli/serve.ts', '../web/server.ts', false],
  ['electron/main/window.ts', 'electron', true],
  ['electron/main/window.ts', '../web/server.ts', false],
  ['electron/main/window.ts', '../console/console.ts', true],
  ['electron/main/answer-windows.ts', 'electron', true],
  ['electron/main/answer-windows.ts', '../web/server.ts', false],
  ['electron/web/server.ts', 'electron', false],
  ['electron/web/server.ts', '../console/console.ts', true],
  ['electron/web/server.ts', '../main/window.ts', false],
  ['electron/preload/bridge.ts', '../../shared/channels.ts', true],
  ['electron/preload/bridge.ts', '../../shared/console/ipc.ts', true],
  ['electron/preload/bridge.ts', '../core/run/migrate.ts', false],
  ['electron/preload/bridge.ts', '../console/console.ts', false],
  ['electron/main/menu.ts', "{ Menu } from 'electron'", true],
  ['electron/main/menu.ts', "{ ipcMain } from 'electron'", false],
  ['electron/main/answer-windows.ts', "{ ipcMain } from 'electron'", true],
  ['electron/preload/bridge.ts', "{ ipcRenderer } from 'electron'", false],
  ['electron/preload/preload.ts', "{ ipcRenderer } from 'electron'", true],
  ['electron/preload/preload.ts', '../core/run/migrate.ts', false],
  ['renderer/app.ts', '../shared/plan.ts', true],
  ['renderer/app.ts', '../electron/core/run/migrate.ts', false],
  ['renderer/app.ts', 'node:fs', false],
  ['renderer/app.ts', 'electron', false],
] as const;

const Report = z.object({
  diagnostics: z.array(
    z.object({ location: z.object({ path: z.string(), start: z.object({ line: z.number() }) }) }),
  ),
});

let folder: string;
let refused: string[];

/** Writes every file with its imports, one a line, beside the project's rules, and has Biome judge them. */
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'rollcall-arrows-'));
  await copyFile(path.join(root, 'biome.json'), path.join(folder, 'biome.json'));
  for (const file of new Set(cases.map(([file]) => file))) {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(
      path.join(folder, file),
      importsOf(file)
        .map((name) => (name.startsWith('{') ? `import ${name};\n` : `import '${name}';\n`))
        .join(''),
    );
  }
  const args = ['lint', '--only=style/noRestrictedImports', '--vcs-enabled=false', '--reporter=json', '.'];
  const biome = path.join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
  const { stdout } = spawnSync(process.execPath, [biome, ...args, '--max-diagnostics=200'], { cwd: folder });
  const { diagnostics } = Report.parse(JSON.parse(stdout.toString()));
  refused = diagnostics.map(
    ({ location }) => `${location.path} ${importsOf(location.path)[location.start.line - 1]}`,
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function importsOf(file: string): string[] {
  return cases.filter(([name]) => name === file).map(([, imported]) => imported);
}

test.each(cases)('%s imports %s: %s', (file, imported, allowed) => {
  expect(refused.includes(`${file} ${imported}`)).toBe(!allowed);
});
