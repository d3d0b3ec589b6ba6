import { join } from 'node:path';
import { z } from 'zod';
import type { ConnectionId } from '../../shared/console/connection.ts';
import { LogBefore, LogSwitch } from '../../shared/monitor/logging.ts';
import { Stored } from './stored.ts';

const Remembered = z.strictObject({ connection: z.string(), name: LogSwitch, before: LogBefore });
type Remembered = z.infer<typeof Remembered>;

/** What databases said of the switches of their log before Rollcall changed them, for the way back. */
export class LoggingMemory {
  readonly #stored: Stored<Remembered[]>;

  private constructor(stored: Stored<Remembered[]>) {
    this.#stored = stored;
  }

  static async read(folder: string): Promise<LoggingMemory> {
    return new LoggingMemory(await Stored.read(join(folder, 'logging.json'), z.array(Remembered), []));
  }

  of(connection: ConnectionId, name: LogSwitch): LogBefore | undefined {
    return this.#stored.value.find((one) => one.connection === connection && one.name === name)?.before;
  }

  async keep(connection: ConnectionId, name: LogSwitch, before: LogBefore): Promise<void> {
    await this.#stored.set([...this.#others(connection, name), { connection, name, before }]);
  }

  async forget(connection: ConnectionId, name: LogSwitch): Promise<void> {
    await this.#stored.set(this.#others(connection, name));
  }

  #others(connection: ConnectionId, name: LogSwitch): Remembered[] {
    return this.#stored.value.filter((one) => one.connection !== connection || one.name !== name);
  }
}
