import { useEffect } from 'react';
import { z } from 'zod';
import { Step } from '../../shared/console/line.ts';
import { useConsole } from '../stores/console.ts';
import { isOpen } from '../stores/line.ts';
import { type Beside, besides, useView } from '../stores/view.ts';

/** What an entry of the browser's history stands for. */
const Place = z.strictObject({ step: Step, beside: z.enum(besides).optional() });

/**
 * Has the browser's Back and Forward lead through the screens that were shown. Without entries of their own, Back would
 * leave the page, and a run that may be under way with it.
 */
export function useFollowedHistory(step: Step, beside: Beside | undefined): void {
  useEffect(() => {
    const { data: at } = Place.safeParse(history.state);
    const place: z.infer<typeof Place> = { step, beside };
    if (at === undefined) history.replaceState(place, '');
    else if (at.step !== step || at.beside !== beside) history.pushState(place, '');
  }, [step, beside]);
  useEffect(() => {
    const goThere = ({ state }: PopStateEvent) => {
      const { data: place } = Place.safeParse(state);
      const { console, goTo } = useConsole.getState();
      if (place === undefined || console === undefined) return;
      useView.getState().show(place.beside);
      // Another file may have been opened since, which has not come so far.
      if (place.step !== console.line.step && isOpen(place.step, console.line)) void goTo(place.step);
    };
    addEventListener('popstate', goThere);
    return () => removeEventListener('popstate', goThere);
  }, []);
}
