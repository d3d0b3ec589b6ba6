import { textWidth } from './text-width.ts';

const widest = 110;

/** Breaks words into lines for the terminal's width; the second and later lines begin with `indent`. */
export function wrap(text: string, indent: string): readonly string[] {
  const cells = Math.min(process.stderr.columns ?? widest, widest) - 1;
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
