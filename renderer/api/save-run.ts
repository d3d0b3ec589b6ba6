import { words } from '../locales/index.ts';
import { useConsole } from '../stores/console.ts';
import { ask, reportOf } from './console.ts';

export type SavedAs = 'html' | 'pdf' | 'csv';

/** Saves what is left of a run: by the system's dialog, or in a browser by the browser. */
export async function saveRun(runId: string, as: SavedAs): Promise<void> {
  const language = words.language;
  if (useConsole.getState().console?.door === 'desktop') {
    await ask('runs.save', { runId, as, language }).catch((error: unknown) =>
      useConsole.setState({ trouble: reportOf(error) }),
    );
    return;
  }
  const page = `/runs/${encodeURIComponent(runId)}/report.html?language=${encodeURIComponent(language)}`;
  if (as === 'csv')
    return download(`/runs/${encodeURIComponent(runId)}/quarantine.csv`, `rollcall-${runId}.csv`);
  if (as === 'html') return download(page, `rollcall-${runId}.html`);
  print(page);
}

function download(url: string, name: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
}

/** The browser's own dialog prints, or saves as PDF. */
function print(url: string): void {
  const frame = document.createElement('iframe');
  // Drawn, since what isn't is printed as an empty page, but where nobody sees or meets it.
  frame.className = 'print-frame';
  frame.tabIndex = -1;
  frame.ariaHidden = 'true';
  frame.src = url;
  frame.addEventListener('load', () => {
    frame.contentWindow?.addEventListener('afterprint', () => frame.remove());
    frame.contentWindow?.print();
  });
  document.body.append(frame);
}
