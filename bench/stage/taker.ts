/** Hands out each item once. */
export function taker<T>(items: readonly T[]): () => T {
  let at = 0;
  return () => {
    const item = items[at++];
    if (item === undefined) throw new RangeError('nothing is left to take');
    return item;
  };
}
