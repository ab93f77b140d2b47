/** A part of a statement: a heading, column names (none for plain lines), and rows. */
export interface Section {
  readonly title: string;
  /** Of when it is, said beside the title to those who read it; a table of figures is called by its title alone. */
  readonly when?: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The heading of a part, for people. */
export function headingOf({ title, when = '' }: Section): string {
  return when === '' ? title : `${title}, ${when}`;
}
