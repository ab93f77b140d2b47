import type { Kysely } from 'kysely';
import { up as importsAndTransactions } from './0001-imports-and-transactions.ts';
import { up as closes } from './0002-closes.ts';
import { up as evidence } from './0003-evidence.ts';
import { up as payouts } from './0006-payouts.ts';

/** Forward only, in order; a migration's number is its place in the list. */
export const MIGRATIONS: readonly { readonly name: string; readonly up: (db: Kysely<unknown>) => Promise<void> }[] = [
  { name: '0001-imports-and-transactions', up: importsAndTransactions },
  { name: '0002-closes', up: closes },
  { name: '0003-evidence', up: evidence },
  { name: '0006-payouts', up: payouts },
];
