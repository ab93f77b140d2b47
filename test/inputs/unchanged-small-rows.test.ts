import { appendFileSync, renameSync } from 'node:fs';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { openDataDirectory } from '../../src/app/books/directory/data-directory.ts';
import { OF_PAYOUTS, refuseChangedSmallRows } from '../../src/app/books/records/unchanged-small-rows.ts';
import { InvalidInput } from '../../src/problems/problem.ts';
import type { Database } from '../../src/store/database/open-store.ts';
import { onBoth } from '../running/both-databases.ts';
import { keepSmallFile } from '../worlds/kept-small-file.ts';
import { ADA, BEN } from '../worlds/payout-world.ts';
import { scratch } from '../worlds/world.ts';

/* R16: a row of a small file that is not what its evidence gives is named before anything is paid by it. */

const THIEF = `0x${'9'.repeat(40)}`;
const FILES = {
  payees: `wallet,method,destination,currency,hold,from_month\n${ADA},usdc,,,,2026-08\n${BEN},,,,waits,2026-08\n`,
  screening: `subject,result,date\n${ADA},clear,2026-08-01\n${BEN},hit,2026-08-02\n`,
  fx: 'date,from,to,rate,source\n2026-08-31,EUR,USD,1.16,ECB\n2026-08,SOGNI,USD,0.03,desk\n',
  costs: 'month,description,amount_usd,months\n2026-08,hosting,10.00,\n2026-08,support,5.00,2\n',
} as const;

/** A thief has no triggers to fear. */
const CHANGES = [
  `update small_rows set body = replace(body, '"destination":""', '"destination":"${THIEF}"') where kind = 'payees'`,
  `update small_rows set body = replace(body, 'waits', '') where kind = 'payees'`,
  `update small_rows set body = replace(body, 'hit', 'clear') where kind = 'screening'`,
  `update small_rows set body = replace(body, '1.16', '9.16') where kind = 'fx'`,
  "update small_rows set line = line + 1 where kind = 'payees'",
  "update small_rows set kind = 'unused-screening' where kind = 'screening'",
  "delete from small_rows where kind = 'payees'",
  `insert into small_rows (import_id, line, kind, body) select import_id, 9, kind, replace(body, '${ADA.toLowerCase()}', '${THIEF}')
    from small_rows where kind = 'payees'`,
  // Behind another file, which gives no payees.
  `insert into small_rows (import_id, line, kind, body)
    select (select id from imports where kind = 'costs'), line, kind, replace(body, 'waits', '') from small_rows where kind = 'payees'`,
  "update imports set kind = 'coverage' where kind = 'payees'",
  `update imports set sha256 = '${'f'.repeat(64)}' where kind = 'payees'`,
];

class Undone extends Error {}

/** Why the rows are refused; empty where they are not. */
async function refused(db: Database, data: ReturnType<typeof openDataDirectory>, all = false): Promise<string> {
  try {
    await refuseChangedSmallRows(db, data, all ? null : OF_PAYOUTS);
    return '';
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    expect(error.problems.every(({ code }) => code === 'changed-books')).toBe(true);
    return error.message;
  }
}

onBoth((fresh) => {
  it('any row that was changed, put in, taken out or moved to another file is named, and nothing where nothing is', async () => {
    const { db } = await fresh();
    const data = openDataDirectory(scratch());
    for (const [kind, text] of Object.entries(FILES)) await keepSmallFile(db, data, kind as keyof typeof FILES, text);
    expect(await refused(db, data, true)).toBe('');
    for (const change of CHANGES) {
      const act = db.transaction().execute(async (transaction) => {
        const { numAffectedRows } = await sql.raw(change).execute(transaction);
        expect(numAffectedRows, change).toBeGreaterThan(0n);
        expect(await refused(transaction, data), change).toContain('changed-books');
        throw new Undone();
      });
      await expect(act).rejects.toThrow(Undone);
    }
    // Costs pay nobody: they are held against their evidence where a month becomes final.
    await sql.raw("update small_rows set body = replace(body, '10', '11') where kind = 'costs'").execute(db);
    expect(await refused(db, data)).toBe('');
    expect(await refused(db, data, true)).toContain('the rows of costs.csv are not those that its evidence gives');
  });

  it('evidence that is gone or another vouches for nothing', async () => {
    const { db } = await fresh();
    const data = openDataDirectory(scratch());
    const evidence = await keepSmallFile(db, data, 'payees', FILES.payees);
    renameSync(evidence, `${evidence}.away`);
    expect(await refused(db, data)).toContain('the evidence of payees.csv');
    const other = await keepSmallFile(db, data, 'screening', FILES.screening);
    renameSync(other, evidence);
    expect(await refused(db, data)).toContain('the evidence of payees.csv');
    renameSync(`${evidence}.away`, evidence);
    appendFileSync(evidence, 'x');
    expect(await refused(db, data)).toContain('screening');
  });
});
