import SQLite from 'better-sqlite3';

/** The version of SQLite, asked of an empty database in memory. @throws where the package does not load in this Node */
export function sqliteVersion(): string {
  const database = new SQLite(':memory:');
  try {
    return `SQLite ${database.prepare('SELECT sqlite_version()').pluck().get()}`;
  } finally {
    database.close();
  }
}
