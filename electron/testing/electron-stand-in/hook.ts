import { registerHooks } from 'node:module';

/** Loaded before a built main bundle: what it imports as `electron` is the stand-in. */
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron'
      ? {
          url: new URL('./electron.ts', import.meta.url).href,
          format: 'module-typescript',
          shortCircuit: true,
        }
      : next(specifier, context),
});

// As Electron does: what lies beside an archive can be loaded by its path inside.
const { dlopen } = process;
process.dlopen = (module: object, filename: string, ...flags: unknown[]) =>
  Reflect.apply(dlopen, process, [
    module,
    filename.replace(/([\\/]app\.asar)(?=[\\/])/, '$1.unpacked'),
    ...flags,
  ]);
