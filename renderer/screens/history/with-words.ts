import { withPlainDigits } from '../../components/whole-number.ts';

/**
 * Those that say every one of some words, in whatever case and digits.
 *
 * @param said what is read of one
 */
export function withWords<One>(
  all: readonly One[],
  words: string,
  said: (one: One) => readonly string[],
): readonly One[] {
  const wanted = plain(words)
    .split(/\s+/)
    .filter((word) => word !== '');
  return all.filter((one) => {
    const text = plain(said(one).join('\n'));
    return wanted.every((word) => text.includes(word));
  });
}

function plain(text: string): string {
  return withPlainDigits(text).toLocaleLowerCase().normalize('NFKC');
}

/** The name of a file, by its path on whichever system. */
export function fileOf(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}
