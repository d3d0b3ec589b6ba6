import type { ReactElement } from 'react';

/** The product's mark: a class register, two pupils present and one to be seen to. */
export function Logo({ size = 32 }: { size?: number }): ReactElement {
  return (
    <svg width={size} height={size} viewBox="64 64 896 896" aria-hidden="true" focusable="false">
      <rect x="64" y="64" width="896" height="896" rx="208" fill="#274a8c" />
      <g fill="none" stroke="#fff" strokeLinecap="round" strokeLinejoin="round" strokeWidth="68">
        <path d="M282 340h150M282 512h150M282 684h150" stroke="#a9c1ee" />
        <path d="m566 350 62 62 130-136M566 694l62 62 130-136" stroke="#8be3bf" />
        <path d="M572 520h178" />
      </g>
    </svg>
  );
}
