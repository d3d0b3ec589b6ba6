import type { CopyRoom, LoadProgress } from '../../shared/load-test.ts';
import type { ProgressEvent } from '../../shared/progress.ts';
import { engineWords, scenarioWords } from '../core/report/load-words.ts';
import { progressDisplay } from './terminal/progress.ts';
import { say } from './terminal/say.ts';
import { bytes as bytesWords, counted } from './words/units.ts';

interface LoadListeners {
  readonly onProgress: (event: ProgressEvent) => void;
  readonly onRoom: (room: CopyRoom) => void;
  readonly onLoad: (progress: LoadProgress) => void;
}

/** Shows how a load test is prepared, and what it measures just now, while `work` lasts. */
export async function withLoadProgress<T>(work: (listeners: LoadListeners) => Promise<T>): Promise<T> {
  const display = progressDisplay();
  try {
    return await work({
      // Its share is of the preparation, and that of the measurements begins anew.
      onProgress: (event) => display.show({ ...event, stage: 'prepare' }),
      onRoom: (room) => {
        display.end();
        say(`  ${roomWords(room)}`);
      },
      onLoad: ({ fraction, secondsLeft, ...now }) =>
        display.show({ stage: 'measure', fraction, secondsLeft, detail: nowWords(now) }),
    });
  } finally {
    display.end();
  }
}

function roomWords({ bytes, freeBytes }: CopyRoom): string {
  const free = freeBytes === undefined ? '' : `, where ${bytesWords(freeBytes)} are free`;
  return `The copies of the tables take about ${bytesWords(bytes)} on the server${free}.`;
}

function nowWords({ scenario, engine, users }: Pick<LoadProgress, 'scenario' | 'engine' | 'users'>): string {
  return `${scenarioWords(scenario)}, ${engineWords[engine]}, ${counted(users, 'person', 'people')}`;
}
