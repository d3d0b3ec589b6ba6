import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname, join, resolve, sep } from 'node:path';
import { RollcallError } from '../../shared/errors/index.ts';
import type { PastRuns } from './past-runs.ts';

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
  readonly body: Uint8Array | string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What every answer carries: nothing is kept elsewhere, guessed, framed or told to others. */
const guarded = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Frame-Options': 'DENY',
} as const;

/** What doors serve: the interface, and what runs left. */
export interface Pages {
  /** Of the built interface. */
  readonly folder: string;
  readonly runs: PastRuns;
}

/** Whatever page or file is at an address. Undefined where there is none. */
export async function servePage({ folder, runs }: Pages, url: URL): Promise<Served | undefined> {
  const path = decoded(url.pathname);
  if (path === undefined) return undefined;
  const [, runId, file] = /^\/runs\/([^/]+)\/(report\.html|quarantine\.csv)$/.exec(path) ?? [];
  if (runId === undefined) return serveInterface(folder, path);
  const language = url.searchParams.get('language') ?? 'en';
  return file === 'report.html' ? serveReport(runs, runId, language) : serveQuarantine(runs, runId);
}

/** Undefined for what is no encoding of a text. */
function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

/** The report has its style inside and nothing that runs; the console's own page shows and prints it. */
async function serveReport(runs: PastRuns, runId: string, language: string): Promise<Served | undefined> {
  const body = await runs.page(runId, language).catch(unlessUnknown);
  if (body === undefined) return undefined;
  const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'";
  return {
    body,
    headers: {
      ...guarded,
      'X-Frame-Options': 'SAMEORIGIN',
      'Content-Type': 'text/html; charset=utf-8',
      'Cache-Control': 'no-store',
      'Content-Security-Policy': policy,
    },
  };
}

async function serveQuarantine(runs: PastRuns, runId: string): Promise<Served | undefined> {
  const body = await runs.csv(runId).catch(unlessUnknown);
  if (body === undefined) return undefined;
  return {
    body,
    headers: {
      ...guarded,
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': 'attachment; filename="quarantine.csv"',
      'Cache-Control': 'no-store',
    },
  };
}

function unlessUnknown(error: unknown): undefined {
  if (error instanceof RollcallError && error.code === 'run-unknown') return undefined;
  throw error;
}

/**
 * Reads a file of the built interface. Undefined for what isn't one, such as a path out of the folder.
 *
 * @param folder of the built interface
 * @param path of the URL, decoded
 */
async function serveInterface(folder: string, path: string): Promise<Served | undefined> {
  const root = resolve(folder);
  const file = resolve(join(root, path === '/' ? 'index.html' : path));
  const type = types[extname(file)];
  if (!file.startsWith(root + sep) || type === undefined) return undefined;
  const body = await readFile(file).catch(() => undefined);
  if (body === undefined) return undefined;
  if (!type.startsWith('text/html')) {
    // Their names change with their content.
    return {
      body,
      headers: { ...guarded, 'Content-Type': type, 'Cache-Control': 'private, max-age=31536000, immutable' },
    };
  }
  const nonce = randomBytes(16).toString('base64');
  return {
    body: body.toString('utf8').replaceAll('__NONCE__', nonce),
    headers: {
      ...guarded,
      'Content-Type': type,
      'Cache-Control': 'no-store',
      'Content-Security-Policy': policy(nonce),
    },
  };
}

/**
 * Styles that the component library makes while it runs carry the nonce; scripts come from files alone. A chart becomes
 * a PNG by way of an image that the page itself has made, a blob.
 */
function policy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
