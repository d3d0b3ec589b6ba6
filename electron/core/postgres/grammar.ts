import { setFlagsFromString } from 'node:v8';

export type Grammar = typeof import('libpg-query');
let grammar: Grammar | undefined;

/**
 * PostgreSQL's own grammar (libpg-query), which is WebAssembly.
 *
 * V8 would optimize its one huge function as soon as it has parsed a little, with half a second of a core and 500 MB
 * of memory, measured; a budget that is never used up keeps it from that. The flag has to be set before the module is
 * imported.
 */
export async function loadGrammar(): Promise<Grammar> {
  if (grammar) return grammar;
  setFlagsFromString('--wasm-tiering-budget=1000000000');
  const loaded = await import('libpg-query');
  await loaded.loadModule();
  grammar = loaded;
  return loaded;
}

/** For code that can't wait. */
export function loadedGrammar(): Grammar {
  if (!grammar) throw new Error('The grammar is used before it was loaded.');
  return grammar;
}
