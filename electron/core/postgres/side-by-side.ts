/**
 * Does two things at once. When one fails, the other is told to stop, and once both have ended the first error is
 * thrown.
 */
export async function sideBySide<One, Other>(
  signal: AbortSignal,
  one: (signal: AbortSignal) => Promise<One>,
  other: (signal: AbortSignal) => Promise<Other>,
): Promise<[One, Other]> {
  const failure = new AbortController();
  const either = AbortSignal.any([signal, failure.signal]);
  const errors: unknown[] = [];
  const watched = async <Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> => {
    try {
      return await work(either);
    } catch (error) {
      errors.push(error);
      failure.abort(error);
      throw error;
    }
  };
  const both = [watched(one), watched(other)] as const;
  await Promise.allSettled(both);
  if (errors.length > 0) throw errors[0];
  return await Promise.all(both);
}
