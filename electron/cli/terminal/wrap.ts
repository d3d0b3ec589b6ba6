import { textWidth } from './text-width.ts';

const widest = 110;
/** Some terminals don't know their width and say 0. */
const narrowest = 40;

/**
 * Breaks words into lines for the terminal's width; the second and later lines begin with `indent`. Without a
 * terminal the line stays whole, so that a search finds its words together.
 */
export function wrap(
  text: string,
  indent: string,
  columns: number | undefined = process.stderr.columns,
): readonly string[] {
  if (columns === undefined || columns < narrowest) return [text];
  const cells = Math.min(columns, widest) - 1;
  const lines: string[] = [];
  let line = '';
  for (const word of text.match(/ *[^ ]+/g) ?? []) {
    if (line !== '' && textWidth(line + word) > cells) {
      lines.push(line);
      line = indent + word.trimStart();
    } else line += word;
  }
  return [...lines, line];
}
