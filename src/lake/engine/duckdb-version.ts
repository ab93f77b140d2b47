import { version } from '@duckdb/node-api';

/** The version of DuckDB. To be imported when asked for: the import itself fails where the package does not load. */
export function duckdbVersion(): string {
  return `DuckDB ${version()}`;
}
