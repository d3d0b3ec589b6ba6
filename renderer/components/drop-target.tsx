import { useDisclosure } from '@mantine/hooks';
import { lazy, type ReactElement, Suspense, useEffect } from 'react';
import { reportOf } from '../api/console.ts';
import { pathOfDropped } from '../api/dropped-file.ts';
import { useConsole } from '../stores/console.ts';
import { openPath } from '../stores/open-path.ts';

const ChooseInstead = lazy(() => import('./choose-instead.tsx'));

/** A file dropped anywhere on the window opens; where the page isn't told where it lies, it is chosen instead. */
export function DropTarget(): ReactElement | null {
  const [choosing, { open, close }] = useDisclosure(false);
  useEffect(() => {
    const over = (event: DragEvent) => {
      event.preventDefault();
      document.body.classList.add('dropping');
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) document.body.classList.remove('dropping');
    };
    const drop = (event: DragEvent) => {
      event.preventDefault();
      document.body.classList.remove('dropping');
      const file = event.dataTransfer?.files.item(0);
      if (!file) return;
      try {
        const path = pathOfDropped(file);
        if (path === undefined) open();
        else openPath(path);
      } catch (error) {
        useConsole.setState({ trouble: reportOf(error) });
      }
    };
    document.addEventListener('dragover', over);
    document.addEventListener('dragleave', leave);
    document.addEventListener('drop', drop);
    return () => {
      document.removeEventListener('dragover', over);
      document.removeEventListener('dragleave', leave);
      document.removeEventListener('drop', drop);
    };
  }, [open]);
  return choosing ? (
    <Suspense>
      <ChooseInstead close={close} />
    </Suspense>
  ) : null;
}
