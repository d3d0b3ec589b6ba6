import { useEffect } from 'react';
import { reportOf } from '../api/console.ts';
import { pathOfDropped } from '../api/dropped-file.ts';
import { useConsole } from '../stores/console.ts';
import { openPath } from '../stores/open-path.ts';

/** A file dropped anywhere on the window opens. */
export function DropTarget(): null {
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
      pathOfDropped(file).then(openPath, (error: unknown) =>
        useConsole.setState({ trouble: reportOf(error) }),
      );
    };
    document.addEventListener('dragover', over);
    document.addEventListener('dragleave', leave);
    document.addEventListener('drop', drop);
    return () => {
      document.removeEventListener('dragover', over);
      document.removeEventListener('dragleave', leave);
      document.removeEventListener('drop', drop);
    };
  }, []);
  return null;
}
