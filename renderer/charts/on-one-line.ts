/** The words of a tick, which a chart would break at their blanks where it thinks that there is little room. */
export function onOneLine(words: string): string {
  return words.replaceAll(' ', '\u00a0');
}
