import type { PayoutBatch, PayoutLine, RailFile, RailRequest } from '../../core/payout/ledger/batch.ts';
import type { MethodTerms } from '../../core/payout/ledger/method.ts';
import { fiatRail } from '../../core/payout/payees/fiat-rail.ts';
import { csvAirdrop } from './csv-airdrop.ts';
import { disperseCsv } from './disperse-csv.ts';
import { inParts } from './parts.ts';
import { payingText } from './paying-text.ts';
import { MOST_PAYPAL_ROWS, paypalCsv } from './paypal-csv.ts';
import { safeBatch, tokenOf } from './safe-batch.ts';
import { sparkJson } from './spark-json.ts';
import { isSavedRecipient, MOST_WISE_ROWS, type PayeeNames, wiseIbanCsv, wiseSavedCsv } from './wise-csv.ts';

/** What says how a batch is paid, rail by rail. */
export const PAYING_FILE = 'PAYING.txt';

/** More transfers than this do not fit in one transaction of a Safe. */
const MOST_CHAIN_TRANSFERS = 200;

/**
 * Everything that is needed to pay a batch (R17), each line in the form its rail takes. Files come one by one: there may
 * be a proof for each of 100,000 addresses. The same batch gives the same names and bytes.
 */
export async function* railFiles({ batch, terms, claims, names }: RailRequest): AsyncIterable<RailFile> {
  yield { name: PAYING_FILE, text: payingText(batch, terms) };
  for (const method of ['usdc', 'sogni'] as const) {
    const own = terms.methods[method];
    // Never both (R17): whoever was sent a transfer could claim it too.
    if (own.claimContract === null) yield* transferFiles(batch, own, linesOf(batch, method));
    const owed = claims.get(method) ?? [];
    // Loaded only where something is claimed: the library takes time to load.
    if (owed.length > 0) yield* (await import('./merkle-claims.ts')).merkleClaims(batch, own, owed);
  }
  const spark = linesOf(batch, 'spark');
  if (spark.length > 0) yield { name: 'spark.json', text: sparkJson(batch, spark) };
  yield* fiatFiles(batch, names);
}

function* transferFiles(batch: PayoutBatch, terms: MethodTerms, lines: readonly PayoutLine[]): Iterable<RailFile> {
  const token = tokenOf(terms);
  if (token === null) return;
  const { method } = terms;
  for (const { name, items } of inParts(lines, MOST_CHAIN_TRANSFERS, (part) => part)) {
    yield { name: `${method}-safe${name}.json`, text: safeBatch(batch, token, items, name) };
    yield { name: `${method}-airdrop${name}.csv`, text: csvAirdrop(token, items) };
    yield { name: `${method}-disperse${name}.csv`, text: disperseCsv(items) };
  }
}

function* fiatFiles(batch: PayoutBatch, names: PayeeNames): Iterable<RailFile> {
  const lines = linesOf(batch, 'fiat');
  const paypal = lines.filter(isPaypal);
  for (const currency of [...new Set(paypal.map((line) => line.currency))].sort()) {
    const own = paypal.filter((line) => line.currency === currency);
    for (const { name, items } of inParts(own, MOST_PAYPAL_ROWS, (part) => `paypal-${currency}${part}.csv`)) {
      yield { name, text: paypalCsv(batch.month, items) };
    }
  }
  const wise = lines.filter((line) => !isPaypal(line));
  const saved = wise.filter(isSavedRecipient);
  for (const { name, items } of inParts(saved, MOST_WISE_ROWS, (part) => `wise-recipients${part}.csv`)) {
    yield { name, text: wiseSavedCsv(batch.month, items, names) };
  }
  const banks = wise.filter((line) => !isSavedRecipient(line));
  for (const { name, items } of inParts(banks, MOST_WISE_ROWS, (part) => `wise-accounts${part}.csv`)) {
    yield { name, text: wiseIbanCsv(batch.month, items, names) };
  }
}

function isPaypal({ destination }: PayoutLine): boolean {
  return fiatRail(destination) === 'paypal';
}

function linesOf(batch: PayoutBatch, method: PayoutLine['method']): PayoutLine[] {
  return batch.lines.filter((line) => line.method === method);
}
