import type { TableRow } from '../reading/table-row.ts';

/** What rows of one key must say alike, in one file and over all files of their kind in force. */
export interface Agreement<Row> {
  keyOf(row: Row): string;
  sayingOf(row: Row): string;
  /** The column at which a contradiction within one file is shown. */
  readonly column: string;
  /**
   * @param where the place of the earlier row: `line 2`, or `fx.csv:2`
   * @param at the later row as it is written; not known of a row that was kept
   */
  message(row: Row, earlier: Row, where: string, at?: TableRow): string;
}

/** Says of row after row how it contradicts an earlier one; null where it does not. */
export function contradictions<Row>(
  agreement: Agreement<Row>,
): (row: Row, where: string, at?: TableRow) => string | null {
  const seen = new Map<string, { readonly row: Row; readonly where: string }>();
  return (row, where, at) => {
    const key = agreement.keyOf(row);
    const earlier = seen.get(key);
    if (earlier === undefined) seen.set(key, { row, where });
    else if (agreement.sayingOf(earlier.row) !== agreement.sayingOf(row))
      return agreement.message(row, earlier.row, earlier.where, at);
    return null;
  };
}
