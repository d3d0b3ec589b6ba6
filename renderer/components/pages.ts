import { useCallback, useEffect, useRef, useState } from 'react';
import type { ErrorReport } from '../../shared/errors/index.ts';
import { reportOf } from '../api/console.ts';

const pageRows = 100;
/** Pages kept at hand; those read longest ago are forgotten first. */
const mostPages = 60;

/**
 * Rows of something long, read page by page as they come into sight.
 *
 * @param read rows from an index on; has to be stable
 */
export function usePages<Row>(
  read: (from: number, count: number) => Promise<readonly Row[]>,
  rowCount: number,
): {
  readonly row: (index: number) => Row | undefined;
  readonly want: (from: number, to: number) => void;
  /** Why rows could not be read. */
  readonly error: ErrorReport | undefined;
} {
  const pages = useRef(new Map<number, readonly Row[] | 'on its way'>());
  const sight = useRef({ from: 0, to: 0 });
  const [, redraw] = useState(0);
  const [error, setError] = useState<ErrorReport>();
  useEffect(() => {
    pages.current = new Map();
    return () => pages.current.clear();
  }, []);

  const load = useCallback(() => {
    const known = pages.current;
    const last = Math.min(rowCount, sight.current.to);
    for (let page = Math.floor(sight.current.from / pageRows); page * pageRows < last; page += 1) {
      if (known.has(page)) continue;
      known.set(page, 'on its way');
      read(page * pageRows, pageRows).then(
        (rows) => {
          known.delete(page);
          known.set(page, rows);
          for (const oldest of [...known.keys()].slice(0, -mostPages)) known.delete(oldest);
          redraw((times) => times + 1);
        },
        (reason: unknown) => {
          known.delete(page);
          setError(reportOf(reason));
        },
      );
    }
  }, [read, rowCount]);

  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const want = useCallback(
    (from: number, to: number) => {
      sight.current = { from, to };
      clearTimeout(timer.current);
      // A thumb that is dragged passes thousands of pages; only where it rests is read.
      timer.current = setTimeout(load, pages.current.size === 0 ? 0 : 40);
    },
    [load],
  );
  useEffect(() => () => clearTimeout(timer.current), []);

  const row = (index: number): Row | undefined => {
    const page = pages.current.get(Math.floor(index / pageRows));
    return page === undefined || page === 'on its way' ? undefined : page[index % pageRows];
  };
  return { row, want, error };
}
