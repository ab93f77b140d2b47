import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDataDirectory } from '../../src/app/books/directory/data-directory.ts';
import { adjustBalance } from '../../src/app/payouts/adjust-balance.ts';
import { type Owed, readOwed } from '../../src/app/payouts/owed.ts';
import type { PayoutRequest } from '../../src/app/payouts/payout-books.ts';
import { payoutStatus } from '../../src/app/payouts/payout-status.ts';
import { preparePayouts } from '../../src/app/payouts/prepare-payouts.ts';
import { recordReceipts } from '../../src/app/payouts/record-receipts.ts';
import { releaseBatch } from '../../src/app/payouts/release-batch.ts';
import { reverseReceipt } from '../../src/app/payouts/reverse-receipt.ts';
import { voidBatch } from '../../src/app/payouts/void-batch.ts';
import { readConfig } from '../../src/config/read-config.ts';
import { monthFromText } from '../../src/core/month/month.ts';
import type { PayoutLine } from '../../src/core/payout/ledger/batch.ts';
import { checksumAddress } from '../../src/core/wallet/checksum-address.ts';
import { InvalidInput } from '../../src/problems/problem.ts';
import { openStore } from '../../src/store/database/open-store.ts';
import { listImports, setImportActive } from '../../src/store/inputs/imports.ts';
import { insertDecision } from '../../src/store/months/decisions.ts';
import { insertFinalEarned } from '../../src/store/months/final-earned.ts';
import { keepFinalHashes } from '../../src/store/months/final-hashes.ts';
import { insertFinalMonth, markPublished } from '../../src/store/months/final-months.ts';
import { keepSmallFile } from '../../test/worlds/kept-small-file.ts';
import { termsYaml } from './random-payouts.ts';
import type { ProofFiles, ProofTerms } from './second-opinion-payouts.ts';

/** What an act came to; of a refusal its reasons. */
export interface Done {
  readonly done: string;
  readonly why: string;
  readonly lines: readonly PayoutLine[];
}

/** When an act is done, and on which month. */
export interface When {
  readonly month: string;
  readonly at: number;
}

/** The program on a world of payouts: books of their own, in which months become final with what they gave. */
export async function payoutProgram(root: string) {
  const store = await openStore(join(root, 'data'));
  const { db } = store;
  const data = openDataDirectory(join(root, 'data'));
  let policy = readConfig(termsYaml(EMPTY_TERMS), 'revshare.yaml');
  const kept = new Map<string, string>();
  const request = ({ month, at }: When): PayoutRequest => ({
    ...{ db, data, policy, month: monthFromText(month), asOfMs: at, clockMs: at, out: join(root, 'out'), by: 'ada' },
  });
  const doneOf = (outcome: { readonly done: string }): Done => ({
    done: outcome.done,
    why: 'reasons' in outcome ? String(outcome.reasons) : '',
    lines: linesOf(outcome),
  });
  const standing = async (when: When) =>
    (await payoutStatus(request(when))).batches.filter(({ voided }) => !voided).at(-1);
  return {
    close: () => store.close(),
    terms: (terms: ProofTerms): void => {
      policy = readConfig(termsYaml(terms), 'revshare.yaml');
    },
    files: async (files: ProofFiles): Promise<void> => {
      for (const kind of ['payees', 'screening', 'fx'] as const) {
        if (kept.get(kind) === files[kind]) continue;
        kept.set(kind, files[kind]);
        // As an import does: the files of a kind that come are those in force.
        const before = (await listImports(db)).filter((each) => each.kind === kind && each.active);
        for (const { id } of before) await setImportActive(db, id, false);
        await keepSmallFile(db, data, kind, files[kind]);
      }
    },
    /** Makes a month final that gave each wallet its micro-dollars. */
    final: async (text: string, earned: ReadonlyMap<string, bigint>): Promise<void> => {
      const month = monthFromText(text);
      const parts = [...earned].map(([wallet, amount]) => ({ wallet, jobs: 1, points: 1n, earned: amount }));
      const row = { digest: '', manifestSha256: '', carriedOut: '0', finalizedAt: '', finalizedBy: '', staged: '' };
      await insertFinalMonth(db, { month, document: '{"distributable_usd":"0"}', ...row });
      await insertFinalEarned(db, month, parts);
      await markPublished(db, month);
      await keepFinalHashes(db, month, 0n);
    },
    prepare: async (when: When, rateDate: string): Promise<Done> =>
      doneOf(await preparePayouts({ ...request(when), rateDate, acceptChanges: true, early: true, preview: false })),
    release: async (when: When): Promise<Done> => {
      const digest = (await standing(when))?.releases.at(-1)?.digest ?? '';
      return doneOf(await releaseBatch({ ...request(when), digest }));
    },
    record: async (when: When, rows: readonly string[]): Promise<Done> => {
      const file = join(root, 'receipts.csv');
      writeFileSync(file, `wallet,amount,asset,reference,sent_at\n${rows.map((row) => `${row}\n`).join('')}`);
      const overrides = { allowPartial: true, allowShort: true, skipKnown: false, skipUnknown: false };
      // A row that does not fit is a fault of the file, and nothing of it is taken.
      return recordReceipts({ ...request(when), file, overrides, dayOrder: null }).then(doneOf, (error: unknown) => {
        if (error instanceof InvalidInput) return { done: 'refused', why: error.message, lines: [] };
        throw error;
      });
    },
    reverse: async (when: When, reference: string): Promise<Done> =>
      doneOf(await reverseReceipt({ ...request(when), reference, wallet: null, reason: 'a proof' })),
    void: async (when: When): Promise<Done> => {
      const batch = (await standing(when))?.batch.id ?? '';
      return doneOf(await voidBatch({ ...request(when), batch, reason: 'a proof', published: [] }));
    },
    adjust: async (when: When, wallet: string, amount: bigint): Promise<Done> =>
      doneOf(await adjustBalance({ ...request(when), wallet, amount, reason: 'a proof', moreThanEarned: true })),
    /** A person withholds the wallet's part of the month. */
    withhold: ({ month, at }: When, wallet: string): Promise<void> =>
      insertDecision(db, {
        ...{ code: 'wallet', subject: checksumAddress(wallet), month: monthFromText(month), decision: 'withhold' },
        ...{ note: 'a proof', by: 'ada', at: new Date(at).toISOString() },
      }),
    balances: async (when: When) => (await payoutStatus(request(when))).balances,
    owed: (at: number): Promise<Owed> => readOwed(db, policy, at),
  };
}

export type PayoutProgram = Awaited<ReturnType<typeof payoutProgram>>;

const EMPTY_TERMS: ProofTerms = {
  ...{ defaultMethod: 'usdc', minimum: { usdc: '0', sogni: '0', spark: '0', fiat: '0' } },
  ...{ fixed: { usdc: '0', sogni: '0', spark: '0', fiat: '0' } },
  ...{ proportion: { usdc: '0', sogni: '0', spark: '0', fiat: '0' } },
  ...{ maxBatch: '', screeningRequired: false, countries: [], token: `0x${'9'.repeat(40)}` },
};

function linesOf(outcome: object): readonly PayoutLine[] {
  if (!('batch' in outcome) || typeof outcome.batch !== 'object' || outcome.batch === null) return [];
  return 'lines' in outcome.batch && Array.isArray(outcome.batch.lines) ? outcome.batch.lines : [];
}
