import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { line } from '../../../test/judging/batch-by-hand.ts';
import { said, sha256Of } from '../../../test/judging/final-by-hand.ts';
import { keptBatch, sentReceipt } from '../../../test/worlds/paid-world.ts';
import { ADA, AUGUST, BEN } from '../../../test/worlds/payout-world.ts';
import { type SmallBooks, withSmallBooks } from '../../../test/worlds/small-books.ts';
import type { ImportRecord } from '../../core/close/inputs/import-record.ts';
import type { KeptBatch } from '../../core/payout/ledger/kept-payouts.ts';
import { batchOf } from '../../core/payout/preparation/prepare-batch.ts';
import { insertImport } from '../../store/inputs/imports.ts';
import { checkInForce, checkSent, compareContents } from './check-database.ts';
import type { DatabaseCopy } from './database-copy.ts';
import { Findings } from './findings.ts';

function found(check: (copy: DatabaseCopy, findings: Findings) => void, copy: Partial<DatabaseCopy>): string[] {
  const findings = new Findings();
  check({ shown: 'books', ...copy } as DatabaseCopy, findings);
  return said(findings);
}

describe('an input that is out of force (R16)', () => {
  function outOfForce(...given: readonly Pick<ImportRecord, 'kind' | 'active' | 'period'>[]): string[] {
    return found(checkInForce, {
      imports: given.map((each, index) => ({ ...each, name: `input ${index}` }) as ImportRecord),
    });
  }

  const costs = (active: boolean) => ({ kind: 'costs', active, period: '' }) as const;
  const payments = (period: string, active: boolean) => ({ kind: 'apple-payments', active, period }) as const;
  const jobs = (active: boolean) => ({ kind: 'job-log', active, period: '' }) as const;
  const why = (name: string): string =>
    `database books imports (${name}): active: the database says 0, and nothing replaces this input`;

  it('is one in whose place another stands: a file of the kind, a report of the same period', () => {
    expect(outOfForce()).toEqual([]);
    expect(outOfForce(costs(true), jobs(true), payments('2026-08', true))).toEqual([]);
    expect(outOfForce(costs(false), costs(false), costs(true))).toEqual([]);
    const [august, september] = [payments('2026-08', true), payments('2026-09', true)];
    expect(outOfForce(payments('2026-08', false), august, september)).toEqual([]);
  });

  it('is named otherwise: rows of a log are replaced by nothing', () => {
    expect(outOfForce(costs(false), costs(false))).toEqual([why('input 0'), why('input 1')]);
    expect(outOfForce(costs(false), payments('', true))).toEqual([why('input 0')]);
    expect(outOfForce(payments('2026-08', false), payments('2026-09', true))).toEqual([why('input 0')]);
    expect(outOfForce(jobs(true), jobs(false))).toEqual([why('input 1')]);
  });
});

describe('what was sent (R17)', () => {
  const [ADAS, BENS] = [ADA, BEN].map((wallet) => line({ wallet })) as [
    ReturnType<typeof line>,
    ReturnType<typeof line>,
  ];

  function sent(amounts: readonly (readonly [typeof ADAS, bigint])[]): KeptBatch {
    return keptBatch(
      batchOf(AUGUST, 1, [ADAS, BENS]),
      amounts.map(([of, amount]) => sentReceipt(of, { amount })),
    );
  }

  function oversent(...batches: readonly KeptBatch[]): string[] {
    return found(checkSent, { payouts: { batches, adjustments: [] } });
  }

  it('is no more than a line says', () => {
    expect(oversent()).toEqual([]);
    expect(oversent(sent([]))).toEqual([]);
    expect(
      oversent(
        sent([
          [ADAS, 12_345_678n],
          [BENS, 1n],
        ]),
      ),
    ).toEqual([]);
  });

  it('is named where it is more, in one receipt or several', () => {
    const over = sent([
      [ADAS, 5n],
      [BENS, 12_345_678n],
      [BENS, 1n],
    ]);
    const what = `amount: 12.345679 USDC were sent to ${BEN}, and the batch pays 12.345678`;
    expect(oversent(sent([]), over)).toEqual([`database books payout_receipts (batch ${over.batch.id}): ${what}`]);
  });
});

describe('the rows of a database against those of the rebuilt one (R16)', () => {
  const COSTS = sha256Of('costs');

  async function take({ db }: SmallBooks, bytes: number): Promise<void> {
    const nothing = { rows: 0, firstMs: null, lastMs: null, period: '', profile: '', unfinished: false };
    await insertImport(db, { ...nothing, kind: 'costs', sha256: COSTS, name: 'costs.csv', bytes });
  }

  it('are the same, or the table and the row are named, the input by its name', () =>
    withSmallBooks((own) =>
      withSmallBooks(async (rebuilt) => {
        await take(own, 7);
        const compare = (imports: readonly ImportRecord[]): string[] => {
          const path = join(own.data, 'revshare.sqlite');
          return found((copy, findings) => compareContents(copy, rebuilt.data, '9999-12', findings), { path, imports });
        };
        const named = [{ sha256: COSTS, name: 'costs.csv' } as ImportRecord];
        const more = 'the database has a row that the evidence does not give';
        expect(compare(named)).toEqual([`database books imports (sha256 costs.csv): ${more}`]);
        expect(compare([])).toEqual([`database books imports (sha256 ${COSTS}): ${more}`]);
        await take(rebuilt, 7);
        expect(compare(named)).toEqual([]);
        await own.db.updateTable('imports').set({ bytes: 8 }).execute();
        const [why, ...others] = compare(named);
        expect([why, others]).toEqual([
          'database books imports (sha256 costs.csv): bytes: the database says 8, the evidence gives 7',
          [],
        ]);
        // A table that cannot be read has no row to name.
        const { sql } = await import('kysely');
        await sql.raw('drop table final_small_rows').execute(own.db);
        expect(compare(named).at(-1)).toBe(
          'database books final_small_rows: cannot be read: no such table: final_small_rows',
        );
      }),
    ));

  it('are those up to a month', () =>
    withSmallBooks((own) =>
      withSmallBooks(async (rebuilt) => {
        await own.close('2026-08', 'f');
        const compare = (upTo: string): string[] => {
          const path = join(own.data, 'revshare.sqlite');
          return found((copy, findings) => compareContents(copy, rebuilt.data, upTo, findings), { path, imports: [] });
        };
        expect(compare('2026-07')).toEqual([]);
        const more = 'the database has a row that the evidence does not give';
        expect(compare('2026-08')).toEqual([`database books months (month 2026-08): ${more}`]);
      }),
    ));
});
