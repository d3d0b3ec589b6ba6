import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rollcallError } from '../../shared/errors/index.ts';

/**
 * Where the built interface lies, seen from the sources or from what was built of them.
 *
 * @throws RollcallError interface-missing
 */
export function interfaceFolder(): string {
  const way = import.meta.url.endsWith('.ts') ? '../../dist/renderer' : '../../renderer';
  const folder = fileURLToPath(new URL(way, import.meta.url));
  if (!existsSync(join(folder, 'index.html'))) throw rollcallError('interface-missing', { folder });
  return folder;
}
