import type { Protocol } from 'electron';
import { type Pages, servePage } from '../console/page.ts';
import { isOwn, scheme } from './origin.ts';

/** Answers the pages of the console, and nothing else, with the headers that keep them to themselves. */
export function servePages(protocol: Protocol, pages: Pages): void {
  protocol.handle(scheme, async ({ method, url }) => {
    if (!isOwn(url) || method !== 'GET') return new Response(null, { status: 403 });
    const served = await servePage(pages, new URL(url));
    return served
      ? new Response(bodyOf(served.body), { headers: { ...served.headers } })
      : new Response(null, { status: 404 });
  });
}

/** A copy, since a Response takes bytes that nothing else holds. */
function bodyOf(body: string | Uint8Array): string | Uint8Array<ArrayBuffer> {
  return typeof body === 'string' ? body : new Uint8Array(body);
}
