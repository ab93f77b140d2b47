/**
 * Items in their order as a person reads them: those that follow one another as one stretch, `first to last`.
 *
 * @param next the one that follows an item
 * @param shown an item as it is printed; items are the same where they are printed so
 */
export function shownStretches<Item>(
  items: readonly Item[],
  next: (item: Item) => Item,
  shown: (item: Item) => string,
): string {
  const stretches: { readonly from: string; to: string; follows: string }[] = [];
  for (const item of items) {
    const [text, follows, last] = [shown(item), shown(next(item)), stretches.at(-1)];
    if (last?.follows === text) {
      last.to = text;
      last.follows = follows;
    } else stretches.push({ from: text, to: text, follows });
  }
  return stretches.map(({ from, to }) => (from === to ? from : `${from} to ${to}`)).join(', ');
}
