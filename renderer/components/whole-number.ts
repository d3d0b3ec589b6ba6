/** Arabic-Indic digits, and those of Persian and Urdu; each block begins at a multiple of 16 (Unicode, U+0660, U+06F0). */
const otherDigits = /[\u0660-\u0669\u06f0-\u06f9]/g;

/** A text with its digits as 0 to 9, whichever of the three sets of the region they are typed in. */
export function withPlainDigits(text: string): string {
  return text.replace(otherDigits, (digit) => String(digit.charCodeAt(0) & 0xf));
}

/** The whole number that the digits of a text make, whatever separates them; undefined where there are none. */
export function wholeNumberOf(text: string): number | undefined {
  const digits = withPlainDigits(text).replace(/\D/g, '');
  return digits === '' ? undefined : Number(digits);
}
