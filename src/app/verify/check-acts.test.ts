import { describe, expect, it } from 'vitest';
import { ADA, AUGUST } from '../../../test/worlds/payout-world.ts';
import { type SmallBooks, withSmallBooks } from '../../../test/worlds/small-books.ts';
import type { ChainHead } from '../../core/payout/ledger/act-chain.ts';
import { insertAdjustment } from '../../store/payouts/keep-payouts.ts';
import { listActs } from '../../store/payouts/payout-acts.ts';
import { actsFile, readActs, writeActs } from '../books/records/acts-file.ts';
import { checkActs } from './check-acts.ts';
import type { DatabaseCopy } from './database-copy.ts';
import type { FinalReports } from './final-reports.ts';
import { Findings } from './findings.ts';

const BY = { by: 'ann', at: '2026-10-20T12:00:00.000Z', afterMonth: '2026-08' };
const NONE: ChainHead = { acts: 1, sha256: 'f'.repeat(64) };

async function adjust({ db }: SmallBooks): Promise<void> {
  await db
    .transaction()
    .execute((transaction) => insertAdjustment(transaction, { month: AUGUST, wallet: ADA, amount: 5n }, 'back', BY));
}

/** The final reports of a month, with what their manifest anchors; undefined where it cannot be read. */
function anchoring(acts: ChainHead | null | undefined, month = '2026-08'): FinalReports {
  return { month, directory: `/r/${month}/final`, manifest: acts === undefined ? null : { acts } } as FinalReports;
}

async function found({ db, out }: SmallBooks, ...reports: readonly FinalReports[]): Promise<Findings> {
  const findings = new Findings();
  checkActs({ acts: await listActs(db) } as unknown as DatabaseCopy, reports, { out, text: readActs(out) }, findings);
  return findings;
}

describe('the acts that a manifest anchors (R17)', () => {
  it('are those of the database, or the manifest is named', () =>
    withSmallBooks(async (books) => {
      await adjust(books);
      await adjust(books);
      await writeActs(books.db, books.out);
      const [first, second] = await listActs(books.db);
      const heads = [first, second].map((act, index) => ({ acts: index + 1, sha256: act?.sha256 ?? '' }));
      const good = heads.map((head, index) => anchoring(head, `2026-0${index + 8}`));
      expect(await found(books, anchoring(null), anchoring(undefined), ...good)).toEqual(new Findings());
      const { differences, notes } = await found(
        books,
        anchoring(null, '2026-06'),
        anchoring(NONE, '2026-07'),
        ...good,
        anchoring({ acts: 3, sha256: NONE.sha256 }, '2026-10'),
      );
      expect(notes).toEqual([]);
      expect(differences).toEqual([
        {
          ...{ kind: 'chain', file: '/r/2026-07/final/manifest.json', line: null },
          what: `payout_acts: act 1 has the SHA-256 ${NONE.sha256}; the database says ${first?.sha256}`,
        },
        {
          ...{ kind: 'chain', file: '/r/2026-10/final/manifest.json', line: null },
          what: `payout_acts: act 3 has the SHA-256 ${NONE.sha256}; the database says nothing`,
        },
      ]);
    }));
});

describe('acts.csv beside the database (R17)', () => {
  it('is missed where something was done, and only then', () =>
    withSmallBooks(async (books) => {
      expect(await found(books)).toEqual(new Findings());
      await adjust(books);
      const { differences, notes } = await found(books);
      expect(differences).toEqual([]);
      expect(notes).toEqual([
        `${actsFile(books.out)} is not there: nothing beside the database vouches for its last acts`,
      ]);
    }));

  it('is named where it is another, and where it holds fewer acts', () =>
    withSmallBooks(async (books) => {
      const path = actsFile(books.out);
      await adjust(books);
      await writeActs(books.db, books.out);
      expect(await found(books)).toEqual(new Findings());
      await adjust(books);
      const unlisted =
        'act 2 (adjustment) stands in the books and not in payout/acts.csv: a run was interrupted, or it was put in';
      const report = (what: string) => [{ kind: 'report', file: path, line: null, what }];
      const fewer = await found(books);
      expect([fewer.differences, fewer.notes]).toEqual([report(unlisted), []]);
      await writeActs(books.db, books.out);
      books.write('payout/acts.csv', 'act\n');
      const broken = await found(books);
      expect([broken.differences, broken.notes]).toEqual([report('its header is not that of a list of acts'), []]);
    }));
});
