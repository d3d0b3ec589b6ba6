import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { findDamage } from './find-damage.ts';
import type { IntegrityAnswer, IntegrityQuestion } from './integrity.ts';

const { path, depth }: IntegrityQuestion = workerData;
parentPort?.postMessage(answer());

function answer(): IntegrityAnswer {
  try {
    const db = new Database(path, { readonly: true, fileMustExist: true });
    try {
      return { kind: 'checked', ...findDamage(db, depth) };
    } finally {
      db.close();
    }
  } catch (error) {
    return { kind: 'failed', error };
  }
}
