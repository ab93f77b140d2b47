import { formatMonth, type Month, monthFromText } from '../../core/month/month.ts';

/** How rows of a kind are kept as texts. */
export interface RowText<Row> {
  write(row: Row): string;
  read(text: string): Row;
}

/** A row that is a text is kept as it is. */
export const TEXT: RowText<string> = { write: (row) => row, read: (text) => text };

/** How the fields are kept that JSON has no form for: an integer as its digits, a month as `YYYY-MM`. */
type FieldForms<Row> = {
  readonly [Field in keyof Row as Row[Field] extends bigint | Month ? Field : never]: Row[Field] extends bigint
    ? 'integer'
    : 'month';
};

/** JSON of the fields, in the order in which the reader of the row gives them. */
export function jsonOf<Row extends object>(forms: FieldForms<Row>): RowText<Row> {
  const fields = Object.entries<'integer' | 'month'>(forms);
  return {
    write(row) {
      const kept = { ...row } as Record<string, unknown>;
      for (const [field, form] of fields)
        kept[field] = form === 'integer' ? String(kept[field]) : formatMonth(kept[field] as Month);
      return JSON.stringify(kept);
    },
    read(text) {
      const row = JSON.parse(text) as Record<string, unknown>;
      for (const [field, form] of fields) {
        const kept = row[field] as string;
        row[field] = form === 'integer' ? BigInt(kept) : monthFromText(kept);
      }
      return row as Row;
    },
  };
}
