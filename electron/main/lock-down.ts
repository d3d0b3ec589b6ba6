import type { App, Session, WebContents } from 'electron';
import { isOwn } from './origin.ts';

/**
 * What no page may do, whatever got into it (Electron's security checklist): leave the console, open windows, embed
 * web views, be granted anything, put files anywhere, or reach the network.
 */
export function lockDown(app: App, session: Session): void {
  app.on('web-contents-created', (_, contents) => keepInside(contents));
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler(null);
  session.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !isLocal(url) }));
  session.on('will-download', (event) => event.preventDefault());
  keepQuiet(app, session);
}

/** What Chromium would fetch or ask by itself, without any page and past every filter of requests. */
function keepQuiet(app: App, session: Session): void {
  // A window that checks no spelling doesn't keep the session from fetching dictionaries (electron/electron#22995).
  session.setSpellCheckerEnabled(false);
  session.setSpellCheckerLanguages([]);
  // Else Chromium looks whether the system's name server has an encrypted twin.
  app.configureHostResolver({ secureDnsMode: 'off' });
}

function keepInside(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  // WebRTC asks neither the content security policy nor the filter of requests.
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  contents.on('will-attach-webview', (event) => event.preventDefault());
  const stay = (event: { readonly url: string; readonly preventDefault: () => void }) => {
    if (!isOwn(event.url)) event.preventDefault();
  };
  contents.on('will-navigate', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-redirect', (event) => event.preventDefault());
}

/** What a page makes itself counts as its own; developer tools bring theirs along. */
function isLocal(url: string): boolean {
  return isOwn(url) || /^(blob|data|devtools):/.test(url);
}
