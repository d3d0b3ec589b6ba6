import { z } from 'zod';
import { ErrorReport } from '../errors/index.ts';
import { ConsoleEvent } from './channels.ts';

/** A request on its way: what it asks for is checked by the channel's own schema. */
export const Ask = z.strictObject({
  id: z.number().int().nonnegative(),
  channel: z.string().max(64),
  request: z.unknown(),
});
export type Ask = z.infer<typeof Ask>;

/** A request of a desktop window, whose answer finds its way back by itself. */
export const IpcAsk = Ask.omit({ id: true });
export type IpcAsk = z.infer<typeof IpcAsk>;

/** Errors come back as values, since an exception would lose its code on the way. */
export type IpcAnswer =
  | { readonly kind: 'answer'; readonly answer: unknown }
  | { readonly kind: 'error'; readonly error: ErrorReport };

/** What comes back: an answer, an error in two sentences, or an event. */
export const Told = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('answer'), id: z.number().int(), answer: z.unknown() }),
  z.strictObject({ kind: z.literal('error'), id: z.number().int(), error: ErrorReport }),
  z.strictObject({ kind: z.literal('event'), event: ConsoleEvent }),
]);
export type Told = z.infer<typeof Told>;

/** How the console is reached from a page, whatever the door. */
export interface Bridge {
  /** Settles with the channel's answer; rejects with an ErrorReport. */
  readonly ask: (channel: string, request: unknown) => Promise<unknown>;
  /** @returns stops listening */
  readonly listen: (heard: (event: unknown) => void) => () => void;
  /** Where a file lies that was dropped on the window. Absent in a browser, which doesn't tell. */
  readonly pathOf?: (file: File) => string;
}
