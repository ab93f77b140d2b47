import type { Kysely } from 'kysely';
import { up as importsAndTransactions } from './0001-imports-and-transactions.ts';
import { up as closes } from './0002-closes.ts';
import { up as evidence } from './0003-evidence.ts';
import { up as payouts } from './0004-payouts.ts';
import { up as mergedRows } from './0005-merged-rows.ts';
import { up as invoiceVersions } from './0006-invoice-versions.ts';
import { up as unfinishedImports } from './0007-unfinished-imports.ts';
import { up as releases } from './0008-releases.ts';
import { up as claimsAndActs } from './0009-claims-and-acts.ts';
import { up as finalManifests } from './0010-final-manifests.ts';
import { up as finalHashes } from './0011-final-hashes.ts';
import { up as origins } from './0012-origins.ts';
import type { Dialect } from './guards.ts';

/**
 * A step from one version of the tables to the next, the same list for SQLite and PostgreSQL. It is written in SQLite's
 * types (`integer`, `text`); postgres/portable-types.ts makes PostgreSQL's of them.
 */
interface Migration {
  readonly name: string;
  readonly up: (db: Kysely<unknown>, dialect: Dialect) => Promise<void>;
}

/** Forward only, in order; a migration's number is its place in the list. */
export const MIGRATIONS: readonly Migration[] = [
  { name: '0001-imports-and-transactions', up: importsAndTransactions },
  { name: '0002-closes', up: closes },
  { name: '0003-evidence', up: evidence },
  { name: '0004-payouts', up: payouts },
  { name: '0005-merged-rows', up: mergedRows },
  { name: '0006-invoice-versions', up: invoiceVersions },
  { name: '0007-unfinished-imports', up: unfinishedImports },
  { name: '0008-releases', up: releases },
  { name: '0009-claims-and-acts', up: claimsAndActs },
  { name: '0010-final-manifests', up: finalManifests },
  { name: '0011-final-hashes', up: finalHashes },
  { name: '0012-origins', up: origins },
];
