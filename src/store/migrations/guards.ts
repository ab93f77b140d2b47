import { type Kysely, sql } from 'kysely';

/** The two databases that a migration serves. */
export type Dialect = 'sqlite' | 'postgres';

/** Rows that the database itself keeps from being changed: not by a bug either. */
export interface Guard {
  readonly name: string;
  readonly table: string;
  readonly before: 'insert' | 'update' | 'delete';
  /** SQL over `old` and `new` that both databases understand; without one every row is kept. */
  readonly when?: string;
  /** What the refusal says. */
  readonly refusal: string;
}

/** Makes a trigger that refuses. On PostgreSQL it calls a function of the same name, and keeps a table from TRUNCATE too. */
export async function createGuard(db: Kysely<unknown>, dialect: Dialect, guard: Guard): Promise<void> {
  const statements = dialect === 'sqlite' ? [sqliteTrigger(guard)] : postgresTriggers(guard);
  for (const statement of statements) await sql.raw(statement).execute(db);
}

function sqliteTrigger({ name, table, before, when, refusal }: Guard): string {
  const condition = when === undefined ? '' : `when ${when} `;
  return `create trigger ${name} before ${before} on ${table} ${condition}begin select raise(abort, '${refusal}'); end`;
}

/** A condition of CREATE TRIGGER may hold no subquery on PostgreSQL, so the function asks; its tables are those of now. */
function postgresTriggers({ name, table, before, when, refusal }: Guard): string[] {
  const refuse = `raise exception '${refusal}' using errcode = 'restrict_violation';`;
  const body = when === undefined ? refuse : `if ${when} then ${refuse} end if;`;
  const header = (of: string): string =>
    `create function ${of}() returns trigger language plpgsql set search_path from current as`;
  const statements = [
    `${header(name)} $$ begin ${body} return ${before === 'delete' ? 'old' : 'new'}; end $$`,
    `create trigger ${name} before ${before} on ${table} for each row execute function ${name}()`,
  ];
  if (before !== 'delete') return statements;
  return [
    ...statements,
    `${header(`${name}_whole`)} $$ begin ${refuse} end $$`,
    `create trigger ${name}_whole before truncate on ${table} for each statement execute function ${name}_whole()`,
  ];
}
