import { styleText } from 'node:util';

type Format = Parameters<typeof styleText>[0];

/** Node leaves the colours out when stderr is no terminal, and when NO_COLOR is set. */
const style =
  (format: Format) =>
  (text: string): string =>
    styleText(format, text, { stream: process.stderr });

export const bold = style('bold');
export const dim = style('dim');
export const good = style('green');
export const care = style('yellow');
export const bad = style('red');
export const strongGood = style(['bold', 'green']);
export const strongCare = style(['bold', 'yellow']);
export const strongBad = style(['bold', 'red']);
