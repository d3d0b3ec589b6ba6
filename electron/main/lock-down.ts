import type { App, Session, WebContents } from 'electron';
import { isOwn } from './origin.ts';

/**
 * What no page may do, whatever got into it (Electron's security checklist): leave the console, open windows, embed
 * web views, be granted anything, or reach the network.
 */
export function lockDown(app: App, session: Session): void {
  app.on('web-contents-created', (_, contents) => keepInside(contents));
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler(null);
  session.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !isLocal(url) }));
}

function keepInside(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.on('will-navigate', (event) => {
    if (!isOwn(event.url)) event.preventDefault();
  });
  contents.on('will-frame-navigate', (event) => {
    if (!isOwn(event.url) && !event.url.startsWith('blob:')) event.preventDefault();
  });
  contents.on('will-redirect', (event) => event.preventDefault());
}

/** What a page makes itself counts as its own; developer tools bring theirs along. */
function isLocal(url: string): boolean {
  return isOwn(url) || /^(blob|data|devtools):/.test(url);
}
