/** Words for people go to stderr, so that stdout holds nothing but what a script asked for. */
export function say(lines: string | readonly string[]): void {
  process.stderr.write(`${typeof lines === 'string' ? lines : lines.join('\n')}\n`);
}
