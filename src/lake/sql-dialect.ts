import { sqlText } from './duckdb.ts';

/** What the engines say differently where the rules of R11 and R12 become SQL. Everything else is one text for all. */
export interface SqlDialect {
  /** Whether a list of texts holds a text; either may be NULL. */
  contains(list: string, text: string): string;
  /** Whether two lists of texts have one in common; either may be NULL. */
  overlap(one: string, other: string): string;
  /** A literal without letter case, as the rows have lost it. */
  folded(text: string): string;
  /** A text by which rows sort byte by byte. */
  bytes(text: string): string;
}

/** The embedded engine. */
export const DUCKDB: SqlDialect = {
  contains: (list, text) => `list_contains(${list}, ${text})`,
  overlap: (one, other) => `list_has_any(${one}, ${other})`,
  folded: (text) => `lower(${sqlText(text)})`,
  bytes: (text) => text,
};

/**
 * PostgreSQL and the engines that speak its protocol. Their lower() depends on the database's locale: patterns come
 * folded already (server/folded-case.ts), and the session has standard_conforming_strings on.
 */
export const POSTGRESQL: SqlDialect = {
  contains: (list, text) => `(${text} = ANY (${list}))`,
  overlap: (one, other) => `(${one} && ${other})`,
  folded: sqlText,
  bytes: (text) => `convert_to(${text}, 'UTF8')`,
};
