/**
 * Makes control characters visible, as Unicode's pictures of them; tabs and line ends stay. A terminal obeys
 * them, and in HTML they are errors (its standard, "Preprocessing the input stream").
 */
export function showControls(text: string): string {
  return text.replace(/\p{Cc}/gu, (character) => {
    if (character === '\n' || character === '\t') return character;
    const code = character.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    return code === 0x7f ? '\u2421' : '\ufffd';
  });
}
