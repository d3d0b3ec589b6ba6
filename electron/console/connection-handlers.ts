import type { HandlersOf } from './ask.ts';
import { allowPath, type Parts, tellConnections } from './parts.ts';

/** What is done on the channels of the servers that a person has told of. */
export function connectionHandlers(parts: Parts): HandlersOf<'connection'> {
  const { connections, live } = parts;
  return {
    'connection.save': async (draft) => {
      if (draft.at.kind === 'env') await allowPath(parts, draft.at.path);
      const saved = await connections.save(draft);
      tellConnections(parts);
      return saved;
    },
    'connection.remove': async ({ id }) => {
      await connections.remove(id);
      tellConnections(parts);
      await live.forget(id);
      return {};
    },
  };
}
