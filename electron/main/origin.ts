import { protocol } from 'electron';

/** Where the console's own page lives: a scheme of its own, that no file and no site has. */
export const scheme = 'app';
export const origin = `${scheme}://rollcall`;

/** Whether an address is the console's own. */
export function isOwn(url: string): boolean {
  return url === origin || url.startsWith(`${origin}/`);
}

/** Before the application is ready: makes the scheme one that pages may come from, safe as https. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}
