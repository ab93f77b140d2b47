/** A rail's file in parts: a rail takes only so many transfers at a time. One part keeps the plain name. */
export function inParts<Item>(
  items: readonly Item[],
  most: number,
  nameOf: (part: string) => string,
): { readonly name: string; readonly items: readonly Item[] }[] {
  const count = Math.ceil(items.length / most);
  const width = Math.max(3, String(count).length);
  return Array.from({ length: count }, (_, at) => ({
    name: nameOf(count === 1 ? '' : `-${String(at + 1).padStart(width, '0')}`),
    items: items.slice(at * most, (at + 1) * most),
  }));
}
