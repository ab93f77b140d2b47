import { sql } from 'kysely';
import { expect, it } from 'vitest';
import type { Database } from '../../src/store/database/open-store.ts';
import { insertDecision, tieDecisions } from '../../src/store/months/decisions.ts';
import { insertFinalEarned } from '../../src/store/months/final-earned.ts';
import { changedPostings, changedRows, keepFinalHashes } from '../../src/store/months/final-hashes.ts';
import { insertFinalManifest } from '../../src/store/months/final-manifests.ts';
import { insertFinalMonth, markPublished } from '../../src/store/months/final-months.ts';
import { FinalPostingWriter, lastPosting, postedHashes } from '../../src/store/months/final-postings.ts';
import { insertFinalSmallRows } from '../../src/store/months/final-small-rows.ts';
import { insertFinalUsage } from '../../src/store/months/final-usage.ts';
import { onBoth } from '../running/both-databases.ts';
import { month } from '../worlds/charges.ts';
import { posting } from '../worlds/postings.ts';
import { part } from '../worlds/stored-payouts.ts';

/* R16: nothing that a final month keeps can be changed, put in or taken out without being named. */

// SHA-256 of "{}".
const MANIFEST_SHA256 = '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a';

/** A final month with two rows of every kind, not in the order in which they are hashed. */
async function close(db: Database, name: string): Promise<void> {
  const of = month(name);
  const before = await lastPosting(db);
  const writer = new FinalPostingWriter(db, of);
  const source = { input: 'a', line: 1 };
  for (const each of [
    { entry: 'cost', provider: 'costs', charge: 'hosting' } as const,
    { charge: 'ch_2' },
    { charge: 'ch_1' },
    { charge: 'ch_1', originalMonth: month('2026-07') },
  ]) {
    await writer.add(posting({ month: of, originalMonth: of, scheduled: false, source, ...each }));
  }
  await writer.flush();
  const amounts = { manifestSha256: MANIFEST_SHA256, carriedOut: '0', document: '{}', staged: '.final-1', digest: 'd' };
  await insertFinalMonth(db, { month: of, finalizedAt: '2026-10-05T00:00:00.000Z', finalizedBy: 'ann', ...amounts });
  await insertFinalManifest(db, of, '{}');
  await insertFinalUsage(db, of, [
    { originalMonth: of, wallet: '0xb', jobs: 1, points: 5n },
    { originalMonth: of, wallet: '0xa', jobs: 2, points: 6n },
  ]);
  await insertFinalEarned(db, of, [part('0xb', 2n), part('0xa', 1n)]);
  await insertFinalSmallRows(db, of, 'job-log', ['b', 'a']);
  const said = { decision: 'accept', by: 'ann', at: '', note: '' } as const;
  for (const subject of ['x', 'w']) await insertDecision(db, { code: 'orphan', subject, month: of, ...said });
  await tieDecisions(db, name);
  await keepFinalHashes(db, of, before);
  await markPublished(db, of);
}

async function changed(db: Database): Promise<string[]> {
  const found = [...(await changedRows(db)), ...(await changedPostings(db, await postedHashes(db)))];
  return found.map(({ table, month: of }) => `${table} ${of}`);
}

const TABLES = {
  months: ['digest', 'manifest_sha256', 'carried_out', 'finalized_at', 'finalized_by', 'document', 'staged'],
  decisions: ['code', 'subject', 'month', 'decision', 'note', 'decided_by', 'decided_at', 'withdrawn', 'final_month'],
  final_postings: [
    ...['posted_month', 'original_month', 'entry', 'provider', 'charge'],
    ...['gross', 'tax', 'fee', 'source', 'line'],
  ],
  final_usage: ['month', 'original_month', 'wallet', 'jobs', 'points'],
  final_earned: ['month', 'wallet', 'earned'],
  final_small_rows: ['month', 'kind', 'body'],
  final_manifests: ['manifest'],
  final_hashes: ['sha256'],
} as const;

const NUMBERS = ['withdrawn', 'gross', 'tax', 'fee', 'line', 'jobs', 'points', 'earned'];

/** Another value of a column that its table takes. */
function otherValue(column: string): string {
  if (NUMBERS.includes(column)) return `${column} + 1`;
  if (column === 'entry') return "case entry when 'cost' then 'charge' else 'cost' end";
  if (column === 'provider') return "'apple'";
  return column.endsWith('month') ? "'2026-01'" : `${column} || '0'`;
}

/** The guards away, as somebody takes them away who means to change a row. */
async function unguard(db: Database, name: string): Promise<void> {
  if (name === 'postgres') {
    for (const table of Object.keys(TABLES)) await sql.raw(`alter table ${table} disable trigger user`).execute(db);
    return;
  }
  const { rows } = await sql<{ name: string }>`select name from sqlite_master where type = 'trigger'`.execute(db);
  for (const trigger of rows) await sql`drop trigger ${sql.id(trigger.name)}`.execute(db);
}

class Undone extends Error {}

/** What is found while a change stands; afterwards it is as before. */
async function whileChanged(db: Database, statement: string): Promise<string[]> {
  let found: string[] = [];
  const act = db.transaction().execute(async (transaction) => {
    await sql.raw(statement).execute(transaction);
    found = await changed(transaction);
    throw new Undone();
  });
  await expect(act).rejects.toThrow(Undone);
  return found;
}

onBoth((fresh, name) => {
  it('any value of any row of a final month that is changed is named, and nothing where nothing is', async () => {
    const { db } = await fresh();
    for (const each of ['2026-08', '2026-09']) await close(db, each);
    expect(await changed(db)).toEqual([]);
    await unguard(db, name);
    const row = name === 'postgres' ? 'ctid' : 'rowid';
    for (const [table, columns] of Object.entries(TABLES)) {
      for (const column of columns) {
        const first = `${row} = (select min(${row}) from ${table})`;
        const found = await whileChanged(db, `update ${table} set ${column} = ${otherValue(column)} where ${first}`);
        expect(found, `${table}.${column}`).not.toEqual([]);
        if (table !== 'final_hashes' && !column.endsWith('month')) {
          expect(found, `${table}.${column}`).toContain(
            column === 'manifest_sha256' ? 'final_manifests 2026-08' : `${table} 2026-08`,
          );
        }
      }
    }
    expect(await changed(db)).toEqual([]);
  });

  it('a row that was put in or taken out is named, and so is one of a month that never became final', async () => {
    const { db } = await fresh();
    await close(db, '2026-08');
    await unguard(db, name);
    for (const statement of [
      'delete from final_postings where id = 1',
      "insert into final_postings select 99, '2026-08', original_month, entry, provider, charge, gross, tax, fee, source, line from final_postings where id = 1",
      "insert into final_postings select 99, '2026-01', original_month, entry, provider, charge, gross, tax, fee, source, line from final_postings where id = 2",
      "insert into final_earned values ('2026-08', '0xc', 1)",
      "insert into final_earned values ('2026-01', '0xc', 1)",
      "delete from final_usage where wallet = '0xa'",
      "insert into final_small_rows values ('2026-01', 'payees', '{}')",
      "delete from final_hashes where name = 'final_earned'",
    ]) {
      expect(await whileChanged(db, statement), statement).toHaveLength(1);
    }
  });
});
