import { join } from 'node:path';
import { z } from 'zod';
import { LogBefore, LogSwitch } from '../../shared/monitor/logging.ts';
import { Stored } from './stored.ts';

/** Not by connection: a person may reach one database by several, and remove the one by which a switch was turned. */
const Remembered = z.strictObject({ database: z.string(), name: LogSwitch, before: LogBefore });
type Remembered = z.infer<typeof Remembered>;

/**
 * What databases said of the switches of their log before Rollcall changed them, for the way back. Databases go by what
 * `identifyDatabase` says.
 */
export class LoggingMemory {
  readonly #stored: Stored<Remembered[]>;

  private constructor(stored: Stored<Remembered[]>) {
    this.#stored = stored;
  }

  static async read(folder: string): Promise<LoggingMemory> {
    return new LoggingMemory(await Stored.read(join(folder, 'logging.json'), z.array(Remembered), []));
  }

  of(database: string, name: LogSwitch): LogBefore | undefined {
    return this.#stored.value.find((one) => one.database === database && one.name === name)?.before;
  }

  async keep(database: string, name: LogSwitch, before: LogBefore): Promise<void> {
    await this.#stored.set([...this.#others(database, name), { database, name, before }]);
  }

  async forget(database: string, name: LogSwitch): Promise<void> {
    await this.#stored.set(this.#others(database, name));
  }

  #others(database: string, name: LogSwitch): Remembered[] {
    return this.#stored.value.filter((one) => one.database !== database || one.name !== name);
  }
}
