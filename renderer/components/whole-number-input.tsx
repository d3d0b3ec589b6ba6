import { TextInput, type TextInputProps } from '@mantine/core';
import { type ReactElement, useState } from 'react';
import { wholeNumberOf } from './whole-number.ts';

interface WholeNumberInputProps
  extends Omit<TextInputProps, 'value' | 'defaultValue' | 'onChange' | 'inputMode' | 'dir'> {
  /** What stands there first. */
  readonly initial?: number;
  /** A greater one can't be typed. */
  readonly max: number;
  /** Undefined while the field is empty. */
  readonly onNumber: (value: number | undefined) => void;
}

/**
 * A field for a number from 1 on, in the digits of the person's keyboard. Other than with the component library's own,
 * which drops all digits but 0 to 9, they stay as they were typed.
 */
export function WholeNumberInput({ initial, max, onNumber, ...input }: WholeNumberInputProps): ReactElement {
  const [text, setText] = useState(initial === undefined ? '' : String(initial));
  const change = (typed: string) => {
    const value = wholeNumberOf(typed);
    if (value !== undefined && value > max) return;
    setText(typed.replace(/\P{Nd}/gu, ''));
    onNumber(value === 0 ? undefined : value);
  };
  return (
    <TextInput
      {...input}
      dir="ltr"
      inputMode="numeric"
      autoComplete="off"
      pattern=".*[1-9\u0661-\u0669\u06f1-\u06f9].*"
      value={text}
      onChange={({ currentTarget }) => change(currentTarget.value)}
    />
  );
}
