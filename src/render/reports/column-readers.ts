import type { Column, Columns } from './columns.ts';

/** Where each column of a file stands: one that an earlier version wrote may lack some. */
export type Header = ReadonlyMap<string, number>;

/** The columns of a file as functions from a record to its value. */
type Readers<Of> = {
  readonly [Name in keyof Of]: (
    record: readonly string[],
  ) => Of[Name] extends Column<never, infer Value> ? Value : never;
};

/** Finds the columns of a file. One that it lacks is a fault when it is asked for. */
export function readersOf<Of extends Columns<never>>(columns: Of, header: Header): Readers<Of> {
  const readers = Object.entries(columns).map(([name, { read }]) => {
    const at = header.get(name) ?? -1;
    return [
      name,
      (record: readonly string[]): unknown => {
        const cell = record[at];
        if (cell === undefined) throw new Error(`a report has no column ${name}`);
        return read(cell);
      },
    ];
  });
  return Object.fromEntries(readers) as Readers<Of>;
}
