import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname, join, resolve, sep } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
};

/** A file of the interface as a page asks for it. */
export interface Served {
  readonly body: Buffer | string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Sent with every answer: nothing is kept elsewhere, guessed, framed or told to others. */
const always = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Frame-Options': 'DENY',
} as const;

/**
 * Reads a file of the built interface. Undefined for what isn't one, such as a path out of the folder.
 *
 * @param folder of the built interface
 * @param path of the URL, decoded
 */
export async function servePage(folder: string, path: string): Promise<Served | undefined> {
  const root = resolve(folder);
  const file = resolve(join(root, path === '/' ? 'index.html' : path));
  const type = types[extname(file)];
  if (!file.startsWith(root + sep) || type === undefined) return undefined;
  const body = await readFile(file).catch(() => undefined);
  if (body === undefined) return undefined;
  if (!type.startsWith('text/html')) {
    // Their names change with their content.
    return { body, headers: { ...always, 'Content-Type': type, 'Cache-Control': 'private, max-age=31536000, immutable' } };
  }
  const nonce = randomBytes(16).toString('base64');
  return {
    body: body.toString('utf8').replaceAll('__NONCE__', nonce),
    headers: { ...always, 'Content-Type': type, 'Cache-Control': 'no-store', 'Content-Security-Policy': policy(nonce) },
  };
}

/** Styles that the component library makes while it runs carry the nonce; scripts come from files alone. */
export function policy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-src 'self' blob:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
