import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import {
  Connection,
  type ConnectionDraft,
  practiceConnection,
  type Saved,
} from '../../shared/console/connection.ts';
import { rollcallError } from '../../shared/errors/index.ts';
import type { Target } from '../../shared/target.ts';
import { nameTarget, parseTarget } from '../core/postgres/target.ts';
import { practiceOf } from '../worker/messages.ts';
import { readEnvUrl } from './env-file.ts';
import type { Keychain } from './host.ts';
import { Stored } from './stored.ts';

/** What lies in the file: the password sealed by the keychain, or none. */
const StoredConnection = z.strictObject({
  connection: Connection.omit({ password: true, saved: true }),
  sealed: z.string().optional(),
});
type StoredConnection = z.infer<typeof StoredConnection>;

/** The servers that a person has told of. Passwords go in and don't come out, but for a job. */
export class Connections {
  readonly #stored: Stored<StoredConnection[]>;
  readonly #keychain: Keychain | undefined;
  readonly #known = new Map<string, Connection>();
  readonly #passwords = new Map<string, string>();
  /** As they lie in the file: what can't be opened here may be opened by another door. */
  readonly #sealed = new Map<string, string>();
  #practice: Target | undefined;

  private constructor(stored: Stored<StoredConnection[]>, keychain: Keychain | undefined) {
    this.#stored = stored;
    this.#keychain = keychain;
  }

  async #open(): Promise<void> {
    for (const { connection, sealed } of this.#stored.value) {
      if (sealed !== undefined) this.#sealed.set(connection.id, sealed);
      const password = sealed === undefined ? undefined : await this.#keychain?.open(sealed);
      if (password !== undefined) this.#passwords.set(connection.id, password);
      const kept = password === undefined ? 'none' : 'in the keychain';
      this.#known.set(connection.id, { ...connection, password: kept, saved: 'yes' });
    }
  }

  static async read(folder: string, keychain: Keychain | undefined): Promise<Connections> {
    const stored = await Stored.read(join(folder, 'connections.json'), z.array(StoredConnection), []);
    const connections = new Connections(stored, keychain);
    await connections.#open();
    return connections;
  }

  get all(): Connection[] {
    return [...this.#known.values()];
  }

  /** The practice server was started, or stopped. */
  setPractice(target: Target | undefined): void {
    this.#practice = target;
    if (target) this.#known.set(practiceConnection, practiceOf(target));
    else this.#known.delete(practiceConnection);
  }

  /** @throws RollcallError url-invalid, url-parameter-unknown, env-unreadable, env-without-url */
  async save(draft: ConnectionDraft): Promise<Connection> {
    const id = draft.id ?? randomUUID();
    const { password: given, ...target } = await targetAt(draft.at);
    const password = draft.password ?? given ?? this.#passwords.get(id);
    if (password !== undefined) await this.#remember(id, password);
    const connection: Connection = {
      id,
      name: draft.name.trim() || nameTarget(target),
      target,
      password: this.#placeOfPassword(id, draft.saved),
      saved: draft.saved,
    };
    this.#known.set(id, connection);
    await this.#write();
    return connection;
  }

  /**
   * A server let this connection in: it is kept from now on, where it waited for that.
   *
   * @returns whether it did
   */
  async letIn(id: string): Promise<boolean> {
    const connection = this.#known.get(id);
    if (connection?.saved !== 'once let in') return false;
    this.#known.set(id, { ...connection, password: this.#placeOfPassword(id, 'yes'), saved: 'yes' });
    await this.#write();
    return true;
  }

  #placeOfPassword(id: string, saved: Saved): Connection['password'] {
    if (!this.#passwords.has(id)) return 'none';
    return saved === 'yes' && this.#keychain !== undefined ? 'in the keychain' : 'until the end';
  }

  async remove(id: string): Promise<void> {
    this.#known.delete(id);
    this.#passwords.delete(id);
    this.#sealed.delete(id);
    await this.#write();
  }

  async #remember(id: string, password: string): Promise<void> {
    this.#passwords.set(id, password);
    const sealed = await this.#keychain?.seal(password);
    if (sealed === undefined) this.#sealed.delete(id);
    else this.#sealed.set(id, sealed);
  }

  /**
   * For a job alone: with the password. Undefined for a practice server that doesn't run yet.
   *
   * @throws RollcallError connection-unknown
   */
  targetOf(id: string): Target | undefined {
    if (id === practiceConnection) return this.#practice;
    const connection = this.#known.get(id);
    if (!connection) throw rollcallError('connection-unknown', {});
    const password = this.#passwords.get(id);
    return { ...connection.target, ...(password === undefined ? {} : { password }) };
  }

  /** One that is changed stays as it was kept until its server has let the new one in. */
  async #write(): Promise<void> {
    const before = this.#stored.value;
    await this.#stored.set(
      this.all.flatMap(({ password: _, saved, ...connection }): StoredConnection[] => {
        if (saved === 'no') return [];
        if (saved === 'once let in') return before.filter((kept) => kept.connection.id === connection.id);
        const sealed = this.#sealed.get(connection.id);
        return [{ connection, ...(sealed === undefined ? {} : { sealed }) }];
      }),
    );
  }
}

async function targetAt(at: ConnectionDraft['at']): Promise<Target> {
  switch (at.kind) {
    case 'url':
      return parseTarget(at.url, {});
    case 'env':
      return parseTarget(await readEnvUrl(at.path), {});
    case 'fields':
      return at.target;
  }
}
