import type { QuarantineEntry } from '../../../shared/run.ts';

const columns = ['table', 'key', 'column', 'reason', 'action', 'row'] as const;

/**
 * First line of the file. The mark in front tells spreadsheets that the file is UTF-8; without it they
 * garble Arabic names.
 */
export const csvHeader = `\u{feff}${columns.join(',')}\r\n`;

/**
 * One entry as a line of CSV (RFC 4180).
 *
 * A spreadsheet runs a cell that begins with =, +, - or @ as a formula. Such a cell is written as a JSON
 * string, in double quotes, and so is one that begins with a double quote by itself: a reader who sees a
 * double quote in front parses JSON and has the exact text back. `row` is JSON always. Semicolons are
 * spelled \u003b in JSON, because spreadsheets of some countries split lines at them, whatever the quotes.
 */
export function csvLine(entry: QuarantineEntry): string {
  const cells = [
    plainCell(entry.table),
    plainCell(entry.key),
    plainCell(entry.column ?? ''),
    plainCell(entry.reason),
    plainCell(entry.action),
    jsonCell(entry.row),
  ];
  return `${cells.map(quoteCell).join(',')}\r\n`;
}

/** Blank space in front doesn't protect: some spreadsheets trim it. The wide forms are read as formulas too. */
const needsJson = /^\s*[=+\-@＝＋－＠]|^"|[;\t\r\n]/;

function plainCell(text: string): string {
  return needsJson.test(text) ? jsonCell(text) : text;
}

function jsonCell(value: unknown): string {
  return JSON.stringify(value).replaceAll(';', '\\u003b');
}

function quoteCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
