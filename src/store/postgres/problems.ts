import type { ProblemCode } from '../../problems/catalogue.ts';
import { InvalidInput, problem } from '../../problems/problem.ts';
import type { DatabaseAddress } from './address.ts';

/** What the operating system and PostgreSQL answer when a database cannot be used, by what a person does about it. */
const ANSWERS: Readonly<Record<string, readonly string[]>> = {
  'unreachable-database': [
    ...['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'],
    // Shutting down, starting up, no more connections.
    ...['57P01', '57P02', '57P03', '53300', '08001', '08004', '08006'],
  ],
  // The password, the user, or where it comes from; the database; no schema to make tables in.
  'refused-login': ['28P01', '28000', '3D000'],
  // Also: the server takes no changes, because it follows another one.
  'no-database-permission': ['42501', '25006', '3F000'],
  // Tables, indexes or functions of these names are there and are not revshare's.
  'unsuitable-database': ['42P07', '42710', '42723', '42P06'],
};

/** What kept a database from being opened, as a problem; null for anything else. */
export function databaseProblem(error: unknown, { shown }: DatabaseAddress): InvalidInput | null {
  if (!(error instanceof Error) || error instanceof InvalidInput) return null;
  const code = codeOf(error);
  const found = Object.keys(ANSWERS).find((each) => ANSWERS[each]?.includes(code)) as ProblemCode | undefined;
  if (found === undefined) return null;
  return new InvalidInput([problem(found, { file: shown }, sayingOf(error, code))]);
}

/** A database that can never hold the books. */
export function unsuitable({ shown }: DatabaseAddress, what: string): InvalidInput {
  return new InvalidInput([problem('unsuitable-database', { file: shown }, what)]);
}

/** Some failures of the client have words only. */
function codeOf(error: Error): string {
  const { code } = error as { code?: string };
  if (typeof code === 'string') return code;
  if (/^SASL:|password/.test(error.message)) return '28P01';
  return /timeout|Connection terminated|SSL/i.test(error.message) ? 'ECONNREFUSED' : '';
}

/** An attempt on several addresses has no words of its own. */
function sayingOf(error: Error, code: string): string {
  return error.message === '' ? `it does not answer (${code})` : error.message;
}
