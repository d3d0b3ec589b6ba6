import { useEffect } from 'react';
import { bridge } from '../api/bridge.ts';
import { openPath } from '../stores/open-path.ts';

/** A file dropped anywhere on the window opens; where the page can't learn its path, nothing happens to the page. */
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
      if (file && bridge.pathOf) openPath(bridge.pathOf(file));
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
