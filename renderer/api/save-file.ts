import { useConsole } from '../stores/console.ts';
import { ask, reportOf } from './console.ts';

/** Saves what a page has made: by the system's dialog, or in a browser by the browser. */
export async function saveFile(name: string, content: Blob): Promise<void> {
  if (useConsole.getState().console?.door !== 'desktop') return download(name, content);
  try {
    await ask('files.save', { name, base64: await base64Of(content) });
  } catch (error) {
    useConsole.setState({ trouble: reportOf(error) });
  }
}

/** What follows the comma of a data URL. */
function base64Of(content: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(content);
  });
}

function download(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url));
}
