import { useEffect, useRef } from 'react';

/** Of the element around every screen. */
export const mainId = 'main';

/**
 * Whoever can't see the screen change hears its heading: it has the focus as soon as it is there. Everybody else sees
 * the screen from its beginning.
 *
 * @param shown what is shown, by a name of its own
 */
export function useHeadingFocus(shown: string): void {
  const before = useRef(shown);
  useEffect(() => {
    const area = document.getElementById(mainId);
    if (before.current === shown || area === null) return;
    before.current = shown;
    area.scrollIntoView({ block: 'start' });
    const focusHeading = () => {
      const heading = area.querySelector('h1');
      heading?.focus({ preventScroll: true });
      return heading !== null && heading === document.activeElement;
    };
    if (focusHeading()) return;
    // The screen's code is on its way.
    const observer = new MutationObserver(() => focusHeading() && observer.disconnect());
    observer.observe(area, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, [shown]);
}
