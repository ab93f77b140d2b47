import { firstLine, headerCells, type InputHead } from './reading/input.ts';
import { hasColumns } from './reading/table-header.ts';

/**
 * A file that stands beside the exports in a store's or a tool's folder and holds nothing that a close may count: it is
 * passed over by name. What tells it is in no export that is read, so that none of those is taken for it.
 */
export interface Neighbour {
  /** What it is, such as `Apple’s Sales summary`. */
  readonly what: string;
  /** Why it is not read, and which export is: a sentence or two. */
  readonly instead: string;
  readonly told: Told;
}

/** How a neighbour is told: by columns of its header, or by what a JSON file begins with. */
export type Told =
  | {
      /** All of them are there, each by one of its names. */
      readonly columns: readonly (readonly [string, ...string[]])[];
      /** None of them is. */
      readonly without?: readonly string[];
    }
  | {
      /** All of them are met in the first 64 KB. */
      readonly json: readonly RegExp[];
      /** None of them is. */
      readonly without?: readonly RegExp[];
    };

/** Between the columns of a file that may have gone through a spreadsheet. */
const DELIMITERS = ['\t', ',', ';'];

/** Whether a file that begins like this is the neighbour. */
export function isNeighbour({ told }: Neighbour, head: InputHead): boolean {
  if ('json' in told) {
    const isThere = (pattern: RegExp): boolean => pattern.test(head.text);
    return /^\s*[[{]/.test(head.text) && told.json.every(isThere) && told.without?.some(isThere) !== true;
  }
  const { columns, without = [] } = told;
  const needed = columns.map(([name, ...aliases]) => ({ name, aliases, needed: true }));
  const line = firstLine(head.text);
  return DELIMITERS.map((delimiter) => headerCells(line, delimiter)).some((cells) => {
    return hasColumns(cells, needed) && !without.some((name) => hasColumns(cells, [{ name, needed: true }]));
  });
}
