import { readFileSync, rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { line } from '../../../test/judging/batch-by-hand.ts';
import { ADA, AUGUST, BEN, CLEO, OCTOBER, SEPTEMBER } from '../../../test/worlds/payout-world.ts';
import { refusedBy, type SmallBooks, withSmallBooks } from '../../../test/worlds/small-books.ts';
import type { ChainHead } from '../../core/payout/ledger/act-chain.ts';
import type { PayoutBatch } from '../../core/payout/ledger/batch.ts';
import { NO_RAIL_FEE } from '../../core/payout/ledger/receipt.ts';
import { batchOf } from '../../core/payout/preparation/prepare-batch.ts';
import { actsCsv } from '../../render/payouts/acts-csv.ts';
import { batchCsv } from '../../render/payouts/batch-csv.ts';
import {
  insertAdjustment,
  insertBatch,
  insertReceipts,
  insertRelease,
  insertVoid,
} from '../../store/payouts/keep-payouts.ts';
import { listActs } from '../../store/payouts/payout-acts.ts';
import { listAdjustments, listBatches } from '../../store/payouts/payouts.ts';
import { actsFile, writeActs } from '../books/records/acts-file.ts';
import type { FinalReports } from './final-reports.ts';
import { FoundActs } from './found-acts.ts';

const NO_TOKEN = { token: '', chainId: '', contract: '' };
/** Lines as they are kept today, and as an earlier version did, on a chain that nothing names. */
const TODAY = batchOf(AUGUST, 1, [
  line({ wallet: ADA, chain: NO_TOKEN }),
  line({ wallet: BEN, method: 'fiat', currency: 'EUR', scale: 2, destination: 'b@example.org' }),
  line({ wallet: CLEO, chain: { token: `0x${'70'.repeat(20)}`, chainId: '8453', contract: '' } }),
]);
const EARLIER = batchOf(AUGUST, 2, [line({ wallet: BEN }), line({ wallet: CLEO, method: 'sogni', currency: 'SOGNI' })]);

function by(afterMonth: string) {
  return { by: 'ann', at: '2026-10-20T12:00:00.000Z', afterMonth };
}

/** August's batch shown, sent in part and voided, and another; an adjustment that was made after September. */
async function pay({ db }: SmallBooks): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await insertBatch(transaction, TODAY, by('2026-08'));
    const shown = { act: 'shown', digest: 'd', validUntil: '2026-10-27T00:00:00.000Z', reason: '' } as const;
    await insertRelease(transaction, TODAY.id, { ...shown, ...by('2026-08') });
    const sent = { wallet: ADA, amount: 5n, asset: 'USDC', reference: '0xa', atMs: 1_797_000_000_000 };
    const receipt = { ...sent, railFee: NO_RAIL_FEE, marketRate: '' };
    await insertReceipts(transaction, TODAY.id, [receipt], '', by('2026-08'));
    await insertVoid(transaction, TODAY.id, 'wrong day', by('2026-08'));
    await insertBatch(transaction, EARLIER, by('2026-08'));
    await insertAdjustment(transaction, { month: OCTOBER, wallet: ADA, amount: 7n }, 'came back', by('2026-09'));
  });
}

function csvOf(batch: PayoutBatch): string {
  return batchCsv({ batch, ordinal: 1, sent: new Map(), voided: false, voidedAfter: null });
}

/** Books that were paid from, with everything that they left among the reports. */
async function withPaid(task: (books: SmallBooks) => Promise<void>): Promise<void> {
  await withSmallBooks(async (books) => {
    await pay(books);
    await writeActs(books.db, books.out);
    books.write('2026-08/payout/voided-batch-1.csv', csvOf(TODAY));
    books.write('2026-08/payout/batch.csv', csvOf(EARLIER));
    books.write('2026-08/payout/balances.csv', '');
    await task(books);
  });
}

/** What is refused when new books take everything that lies there. */
async function refused({ out }: SmallBooks): Promise<string[]> {
  let why: string[] = [];
  await withSmallBooks(async ({ db }) => {
    why = await refusedBy(all(out, db));
    // All of it, or nothing.
    if (why.length > 0) expect([await listBatches(db), await listAdjustments(db)]).toEqual([[], []]);
  });
  return why;
}

async function all(out: string, db: SmallBooks['db']): Promise<void> {
  await new FoundActs(out).repeat(db, null);
}

/** Puts something else in the place of a text in a file among the reports, and gives back how it was. */
function changed(books: SmallBooks, name: string, from: string | RegExp, to: string): string {
  const text = readFileSync(books.at(name), 'utf8');
  const other = text.replace(from, to);
  expect(other).not.toBe(text);
  books.write(name, other);
  return text;
}

describe('acts that are done again from the reports (R16)', () => {
  it('give the same chain and the same rows, month by month', () =>
    withPaid(({ db, out }) =>
      withSmallBooks(async (fresh) => {
        const chain = await listActs(db);
        expect(chain.map(({ kind }) => kind)).toEqual(['batch', 'release', 'receipt', 'void', 'batch', 'adjustment']);
        const found = new FoundActs(out);
        await found.repeat(fresh.db, AUGUST);
        expect(await listActs(fresh.db)).toEqual([]);
        await found.repeat(fresh.db, SEPTEMBER);
        expect(await listActs(fresh.db)).toEqual(chain.slice(0, 5));
        await found.repeat(fresh.db, SEPTEMBER);
        expect(await listActs(fresh.db)).toEqual(chain.slice(0, 5));
        await found.repeat(fresh.db, null);
        expect(await listActs(fresh.db)).toEqual(chain);
        expect(await listBatches(fresh.db)).toEqual(await listBatches(db));
        expect(await listAdjustments(fresh.db)).toEqual(await listAdjustments(db));
      }),
    ));

  it('are none where nothing was paid, whatever else lies there', () =>
    withSmallBooks(async (books) => {
      books.write('notes/payout/batch.csv', '');
      books.write('2026-08/payout/balances.csv', '');
      books.write('2026-08/payout/my-batch.csv', '');
      books.write('2026-08/payout/batch.csv.old', '');
      books.write('2026-09/final/manifest.json', '');
      expect(await refused(books)).toEqual([]);
      books.write('payout/acts.csv', actsCsv([], new Map()));
      expect(await refused(books)).toEqual([]);
    }));

  it('have to be told where a batch lies there, a voided one too', () =>
    withPaid(async (books) => {
      const why = [`unrestorable-books at ${actsFile(books.out)}: 2026-08 has a batch, and the acts are not told`];
      books.write('payout/acts.csv', actsCsv([], new Map()));
      expect(await refused(books)).toEqual(why);
      rmSync(actsFile(books.out));
      expect(await refused(books)).toEqual(why);
      rmSync(books.at('2026-08/payout/batch.csv'));
      expect(await refused(books)).toEqual(why);
    }));
});

describe('acts that are not as they were done (R16)', () => {
  const ACTS = 'payout/acts.csv';

  it('are refused by the hash of what was kept, and by the chain', () =>
    withPaid(async (books) => {
      const path = actsFile(books.out);
      const [why, text] = [(what: string) => [`unrestorable-books at ${path}: ${what}`], readFileSync(path, 'utf8')];
      changed(books, ACTS, 'wrong day', 'wrong daY');
      expect(await refused(books)).toEqual(why('act 4 is not as it was kept'));
      books.write(ACTS, text);
      changed(books, ACTS, '4,void', '4,voided');
      expect(await refused(books)).toEqual(why('act 4 is not as it was kept'));
      books.write(ACTS, text);
      changed(books, ACTS, /^2,release.*\n/m, '');
      expect(await refused(books)).toEqual(why('act 3 does not follow from the one before'));
    }));

  it('are refused where the file cannot be read', () =>
    withPaid(async (books) => {
      const path = actsFile(books.out);
      const text = changed(books, ACTS, /^2,release.*$/m, '2,release');
      const [why, ...others] = await refused(books);
      expect([why, others]).toEqual([
        `unrestorable-books at ${path}: its row 2 cannot be read: a report has no column after_month`,
        [],
      ]);
      books.write(ACTS, text);
      changed(books, ACTS, ',kept', '');
      expect(await refused(books)).toEqual([
        `unrestorable-books at ${path}: an earlier version wrote it, without what was kept of the acts`,
      ]);
    }));

  it('are held against what a manifest anchored', () =>
    withPaid(({ db, out }) =>
      withSmallBooks(async (fresh) => {
        const found = new FoundActs(out);
        const held = (acts: ChainHead | null | undefined): Promise<string[]> => {
          const manifest = acts === undefined ? null : ({ acts } as FinalReports['manifest']);
          return refusedBy((async () => found.holdAgainst({ month: '2026-09', manifest }))());
        };
        const why = (act: number) => [
          `unrestorable-books at ${actsFile(out)}: its act ${act} is not the one that the manifest of 2026-09 names`,
        ];
        const heads = (await listActs(db)).map(({ ordinal, sha256 }) => ({ acts: ordinal, sha256 }));
        const [fourth, fifth, sixth] = heads.slice(3);
        expect(await held(fifth)).toEqual(why(5));
        await found.repeat(fresh.db, SEPTEMBER);
        for (const anchored of [null, undefined, fourth, fifth]) expect(await held(anchored)).toEqual([]);
        expect(await held({ acts: 5, sha256: 'f'.repeat(64) })).toEqual(why(5));
        // It is in the file, and was done only afterwards.
        expect(await held(sixth)).toEqual(why(6));
        await found.repeat(fresh.db, null);
        expect(await held(sixth)).toEqual([]);
      }),
    ));
});

describe('the lines of a batch that is done again (R16)', () => {
  const [VOIDED, STANDING] = ['2026-08/payout/voided-batch-1.csv', '2026-08/payout/batch.csv'];

  it('count only when they give its id', () =>
    withPaid(async (books) => {
      const why = (name: string, { id }: PayoutBatch) => [
        `unrestorable-books at ${books.at(name)}: its lines are not those of batch ${id}`,
      ];
      const text = changed(books, VOIDED, '12.345678', '12.345679');
      expect(await refused(books)).toEqual(why(VOIDED, TODAY));
      books.write(VOIDED, text);
      changed(books, STANDING, /12\.345678/, '12.345679');
      expect(await refused(books)).toEqual(why(STANDING, EARLIER));
    }));

  it('are refused where they are gone, or cannot be read', () =>
    withPaid(async (books) => {
      const text = changed(books, VOIDED, '12.345678', 'twelve');
      expect(await refused(books)).toEqual([
        `unrestorable-books at ${books.at(VOIDED)}: its row 1 cannot be read: Cannot convert twelve to a BigInt`,
      ]);
      // The batch was not voided yet when its lines were written.
      rmSync(books.at(VOIDED));
      books.write(STANDING, text);
      const why = (name: string, { id }: PayoutBatch) => [
        `unrestorable-books at ${books.at(name)}: its lines are not those of batch ${id}`,
      ];
      expect(await refused(books)).toEqual(why(STANDING, EARLIER));
      rmSync(books.at(STANDING));
      expect(await refused(books)).toEqual(why(STANDING, TODAY));
    }));

  it('may stand in any order', () =>
    withPaid(async (books) => {
      const [header, first, second] = readFileSync(books.at(STANDING), 'utf8').split('\n');
      books.write(STANDING, `${header}\n${second}\n${first}\n`);
      expect(await refused(books)).toEqual([]);
    }));
});
