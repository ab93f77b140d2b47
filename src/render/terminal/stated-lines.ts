/** Something that was looked at: what it is called, how it stands, why, and what to do. */
export interface Stated {
  readonly state: string;
  readonly name: string;
  readonly what: string;
  /** Empty when there is nothing to do. */
  readonly remedy: string;
}

/** As wide as the longest state: `blocked` of a gate, `warning` of a check. */
const STATE_WIDTH = 'blocked'.length;

/** A line each; what to do stands below it. */
export function statedLines(all: readonly Stated[]): string[] {
  const width = Math.max(...all.map(({ name }) => name.length));
  return all.flatMap(({ state, name, what, remedy }) => [
    `${state.padEnd(STATE_WIDTH)}  ${name.padEnd(width)}  ${what}`,
    ...(remedy === '' ? [] : [`${' '.repeat(STATE_WIDTH + width + 4)}${remedy}`]),
  ]);
}
