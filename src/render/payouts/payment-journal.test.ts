import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { missing, runTool } from '../../../test/running/ledger-tool.ts';
import { paidWorld, sentReceipt } from '../../../test/worlds/paid-world.ts';
import { ADA, AUGUST, OCTOBER } from '../../../test/worlds/payout-world.ts';
import { csvRows, scratch } from '../../../test/worlds/world.ts';
import { PAYMENT_ACCOUNTS } from '../../core/journal/payment-accounts.ts';
import { paymentEntries } from '../../core/journal/payment-entries.ts';
import { checksumAddress } from '../../core/wallet/checksum-address.ts';
import { paymentJournalFiles } from './payment-journal.ts';

const PAYABLE = 'Liabilities:WorkerPool:Payable';

/** August's payments, and with them one whose rail took what no ledger can name, of a unit that is worth nothing. */
function files(month = AUGUST) {
  const world = paidWorld();
  const [kept] = world.batches;
  const [line] = kept?.batch.lines ?? [];
  if (kept === undefined || line === undefined) throw new Error('the world has no line');
  const odd = { amount: '3', asset: 'a token (2)' };
  const back = sentReceipt(line, { amount: -1n, reversal: 'one', reference: '=1+1' });
  const again = sentReceipt(line, { amount: 1n, reference: '0x"\\;|\n', railFee: odd, marketRate: '0.0000001' });
  const batches = [{ ...kept, receipts: [...kept.receipts, back, again] }];
  return paymentJournalFiles(
    month,
    paymentEntries({ ...world, batches }, month, { payable: PAYABLE, names: PAYMENT_ACCOUNTS }),
  );
}

/** A file of the payment journal on the disk. */
function written(ending: string, month = AUGUST): string {
  const path = join(scratch(), `payment-journal.${ending}`);
  writeFileSync(path, files(month).find(({ name }) => name === `payment-journal.${ending}`)?.text ?? '');
  return path;
}

describe('payment-journal.csv', () => {
  it('has a row per line, in its currency and in dollars', () => {
    const [csv] = files();
    const [header, first, second, third, fourth] = csv?.text.split('\n') ?? [];
    expect(header).toBe('date,account,debit,credit,currency,debit_usd,credit_usd,memo,month,wallet,reference,entry');
    const about = `payment,2026-08,${checksumAddress(ADA)},0xa,1`;
    expect(first).toBe(`2026-10-16,${PAYABLE},10.000000,,USD,10.000000,,${about}`);
    expect(second).toBe(`2026-10-16,Assets:Payouts:Usdc:USDC,,9.500000,USDC,,9.500000,${about}`);
    expect(third).toBe(`2026-10-16,Income:PayoutFees:Usdc,,0.500000,USD,,0.500000,${about}`);
    expect(fourth).toBe(
      `2026-10-16,Expenses:RailFees:Usdc,0.000012,,ETH,,,rail fee: 0.000012 ETH,2026-08,${checksumAddress(ADA)},0xa,2`,
    );
    expect(csvRows(csv?.text ?? '').map(({ reference }) => reference)).toContain("'=1+1");
  });
});

describe('the payment journal for ledgers', () => {
  it('is read by hledger, to the balances worked out by hand', (context) => {
    if (missing('hledger') !== '') context.skip(missing('hledger'));
    const file = ['-f', written('hledger')];
    runTool('hledger', [...file, 'check', '--strict']);
    const shown = runTool('hledger', [...file, 'balance', '--flat', '-N', '-O', 'csv', PAYABLE, 'RailFees']);
    // 10 + 1.484 + 2.226; the reversed euros, and the unit taken back and sent again, cancel.
    expect(csvRows(shown)).toEqual([
      { account: 'Expenses:RailFees:Usdc', balance: '3 "A-TOKEN-2", 0.000012 ETH' },
      { account: PAYABLE, balance: '13.710000 USD' },
    ]);
    runTool('hledger', ['-f', written('hledger', OCTOBER), 'check', '--strict']);
  });

  it('is read by beancount', (context) => {
    if (missing('bean-check') !== '') context.skip(missing('bean-check'));
    expect(runTool('bean-check', [written('beancount')])).toBe('');
    expect(runTool('bean-check', [written('beancount', OCTOBER)])).toBe('');
  });
});
