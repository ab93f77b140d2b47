import { describe, expect, it } from 'vitest';
import { line } from '../../../../test/judging/batch-by-hand.ts';
import { keptBatch, sentReceipt } from '../../../../test/worlds/paid-world.ts';
import { ADA, AUGUST, BEN, CLEO, OCTOBER, SEPTEMBER } from '../../../../test/worlds/payout-world.ts';
import { checksumAddress } from '../../wallet/checksum-address.ts';
import type { PayoutLine } from '../ledger/batch.ts';
import type { KeptReceipt } from '../ledger/kept-payouts.ts';
import { type ReportedTransfer, UNSAID } from '../ledger/receipt.ts';
import { folded } from '../payees/destination.ts';
import { batchOf } from '../preparation/prepare-batch.ts';
import { assignTransfers, otherMonthsText, together } from './assign-transfers.ts';
import { linesByPayee, walletsOf } from './payee-lines.ts';

const CHAIN = { token: '0xt', chainId: '1', contract: '' };
const lineOf = (wallet: string, changed: Partial<PayoutLine> = {}): PayoutLine => {
  return line({ wallet, destination: wallet, assetAmount: 10_000_000n, ...changed });
};

function transfer(changed: Partial<ReportedTransfer> = {}): ReportedTransfer {
  return {
    ...{ ...UNSAID, wallet: ADA, amount: '10', asset: 'USDC', reference: '0xaa', atMs: 7, line: 2 },
    ...{ status: '', outcome: 'paid', isExport: true },
    ...changed,
  };
}

const inMonth = (of: typeof AUGUST, lines: readonly PayoutLine[], receipts: readonly KeptReceipt[] = []) =>
  keptBatch(batchOf(of, 1, lines), receipts);
const AUGUSTS = inMonth(AUGUST, [lineOf(ADA)]);

describe('what a transfer of a fiat rail becomes (R17)', () => {
  const EUROS = {
    method: 'fiat',
    currency: 'EUR',
    destination: 'ada@example.org',
    scale: 2,
    assetAmount: 1932n,
    chain: null,
  } as const;
  const euros = (receipts: readonly KeptReceipt[] = [], voided = false) => {
    const of = lineOf(ADA, EUROS);
    return { ...inMonth(AUGUST, [of], receipts), voided };
  };
  const toAda = { wallet: '', destination: 'ada@example.org', asset: 'EUR', amount: '19.32', reference: 'T1' };
  const said = (changed: Partial<ReportedTransfer>, standing = [euros()], gone: ReturnType<typeof euros>[] = []) => {
    const { receipts, refusals, refused } = assignTransfers(
      standing,
      AUGUST,
      [transfer({ ...toAda, ...changed })],
      gone,
    );
    return [
      ...receipts.map(({ amount }) => amount),
      ...refusals.map(({ fault, what }) => `${fault}: ${what}`),
      ...refused,
    ];
  };
  const shown = checksumAddress(ADA);

  it('is of another currency than its payee’s line, which nobody passes over: it would be sent again', () => {
    const words = `wrong-asset: T1 is 19.32 USD; ${shown} is paid in EUR`;
    expect(said({ asset: 'USD' })).toEqual([words, ADA]);
    const byReference = { asset: 'USD', destination: '', walletStart: ADA.slice(2, 12), name: 'Ada' };
    expect(said(byReference)).toEqual([words, ADA]);
    // Of nobody that a batch pays, in whatever currency.
    expect(said({ asset: 'USD', destination: 'shop@example.org' })).toEqual([
      'unknown-wallet: no batch pays what T1 sent to shop@example.org',
    ]);
    expect(said({ ...byReference, walletStart: BEN.slice(2, 12) })).toEqual([
      'unknown-wallet: no batch pays what T1 sent to Ada',
    ]);
  });

  it('of which a part came back pays what is left, and contradicts a receipt of all of it', () => {
    // 19.32 - 5.00
    const back = { amount: '14.32', cameBack: '5.00 EUR' };
    expect(said(back)).toEqual([1432n]);
    const receiptOf = (amount: bigint) => sentReceipt(lineOf(ADA, EUROS), { amount, reference: 'T1' });
    expect(said(back, [euros([receiptOf(1432n)])])).toEqual([`duplicate: T1 to ${shown} is recorded already`]);
    const is = `wrong-amount: T1 to ${shown} is recorded, and 5.00 EUR of it came back since, 14.32 EUR are left`;
    expect(said(back, [euros([receiptOf(1932n)])])).toEqual([
      `${is}: revshare payouts 2026-08 --reverse T1 --reason ... takes it back, then record the file again`,
      ADA,
    ]);
    // Of a batch that was voided since, it pays no line of another.
    const later = inMonth(OCTOBER, [lineOf(ADA, EUROS)]);
    expect(said(back, [{ ...later, voided: false }], [euros([receiptOf(1932n)], true)])).toEqual([
      `${is}: its batch of 2026-08 was voided; give back what came back with --adjust, and leave its rows out of the file`,
      ADA,
    ]);
  });
});

describe('what a transfer becomes', () => {
  it('is a receipt of the line, with everything that the file says', () => {
    const railFee = { amount: '0.1', asset: 'ETH' };
    const { receipts, refusals, refused } = assignTransfers(
      [AUGUSTS],
      AUGUST,
      [transfer({ railFee, marketRate: '1.1' })],
      [],
    );
    expect([refusals, refused]).toEqual([[], []]);
    expect(receipts).toEqual([
      {
        ...{ batch: AUGUSTS.batch.id, wallet: ADA, amount: 10_000_000n, asset: 'USDC', reference: '0xaa', atMs: 7 },
        ...{ railFee, marketRate: '1.1', line: 2 },
      },
    ]);
  });

  it('has the rail’s fee once, with the first of several lines', () => {
    const september = inMonth(SEPTEMBER, [lineOf(ADA, { assetAmount: 12_000_000n })]);
    const railFee = { amount: '0.1', asset: 'ETH' };
    const { receipts } = assignTransfers([september, AUGUSTS], SEPTEMBER, [transfer({ amount: '22', railFee })], []);
    expect(receipts.map(({ amount, railFee: fee }) => [amount, fee.amount])).toEqual([
      [10_000_000n, '0.1'],
      [12_000_000n, ''],
    ]);
  });

  it('is by the token in the asset of the line, whatever the file calls it', () => {
    const onChain = inMonth(AUGUST, [lineOf(ADA, { chain: CHAIN })]);
    const { receipts } = assignTransfers([onChain], AUGUST, [transfer({ token: '0xt', asset: 'usd coin' })], []);
    expect(receipts[0]?.asset).toBe('USDC');
  });

  it('keeps the asset that the file names where a line is in another one: the batch refuses it', () => {
    const { receipts } = assignTransfers([AUGUSTS], AUGUST, [transfer({ asset: 'SOGNI' })], []);
    expect(receipts.map(({ wallet, asset }) => [wallet, asset])).toEqual([[ADA, 'SOGNI']]);
  });

  it('is by the token in the asset of its own line, and in the file’s where no line is the wallet’s', () => {
    const euros = lineOf(BEN, { currency: 'EURC', chain: CHAIN });
    const both = inMonth(AUGUST, [lineOf(ADA, { chain: { ...CHAIN, token: '0xother' } }), euros]);
    const assetsOf = (wallet: string) =>
      assignTransfers([both], AUGUST, [transfer({ wallet, token: '0xt', asset: 'eur coin' })], []).receipts.map(
        ({ asset }) => asset,
      );
    expect([assetsOf(BEN), assetsOf(CLEO)]).toEqual([['EURC'], ['eur coin']]);
  });

  it('of a wallet that no batch pays is the month’s own batch’s to refuse, and nobody’s without one', () => {
    const of = transfer({ wallet: CLEO, amount: '1.5' });
    expect(assignTransfers([AUGUSTS], AUGUST, [of], []).receipts).toMatchObject([
      { batch: AUGUSTS.batch.id, wallet: CLEO, amount: 1_500_000_000_000_000_000n, asset: 'USDC' },
    ]);
    expect(assignTransfers([AUGUSTS], OCTOBER, [of], [])).toEqual({ receipts: [], refusals: [], refused: [] });
  });

  it('says in words why it is refused', () => {
    const refusedOf = (changed: Partial<ReportedTransfer>, batches = [AUGUSTS]) => {
      const { refusals, refused } = assignTransfers(batches, AUGUST, [transfer(changed)], []);
      return [...refusals.map(({ fault, what, line: at }) => `${at} ${fault}: ${what}`), ...refused];
    };
    const sent = '2 unknown-wallet: no batch pays what 0xaa sent to';
    expect(refusedOf({ wallet: '', destination: BEN })).toEqual([`${sent} ${BEN}`]);
    expect(refusedOf({ wallet: '', name: 'Ben', from: '0xf' })).toEqual([`${sent} Ben from 0xf`]);
    expect(refusedOf({ wallet: '', walletStart: 'ab' })).toEqual([`${sent} ab`]);
    expect(refusedOf({ wallet: '' })).toEqual([`${sent} nobody that it names`]);
    const twin = `0x${ADA.slice(2, 12)}${'0'.repeat(30)}`;
    const twins = [inMonth(AUGUST, [lineOf(ADA), lineOf(twin)])];
    expect(refusedOf({ wallet: '', walletStart: ADA.slice(2, 12) }, twins)).toEqual([
      `2 unknown-wallet: 0xaa says of its payee 0x${ADA.slice(2, 12)}, as several wallets begin: record it as wallet,amount,asset,reference,sent_at`,
    ]);
    expect(refusedOf({ amount: '1.0000001' })).toEqual([
      '2 wrong-amount: 1.0000001 has more than the 6 decimals of what is paid',
      ADA,
    ]);
    expect(refusedOf({ wallet: CLEO, amount: 'x' })).toEqual([
      '2 wrong-amount: x has more than the 18 decimals of what is paid',
    ]);
    const recorded = inMonth(AUGUST, [lineOf(ADA)], [sentReceipt(lineOf(ADA), { reference: '0xaa', amount: 3n })]);
    expect(refusedOf({ amount: '0.000003' }, [recorded])).toEqual([
      `2 duplicate: 0xaa to ${checksumAddress(ADA)} is recorded already`,
    ]);
    // Another amount of the same transaction is another part of it, but not of a line that is open and holds one.
    expect(refusedOf({ amount: '0.000004' }, [recorded])).toEqual([
      `2 wrong-amount: 0xaa to ${checksumAddress(ADA)} is recorded with 0.000003 USDC, not 0.000004: where that is wrong, revshare payouts 2026-08 --reverse 0xaa --reason ... takes it back`,
      ADA,
    ]);
    const whole = inMonth(AUGUST, [lineOf(ADA)], [sentReceipt(lineOf(ADA), { reference: '0xaa' })]);
    expect(refusedOf({ amount: '0.000004' }, [whole, inMonth(SEPTEMBER, [lineOf(ADA)])])).toEqual([]);
    const parts = [3n, 4n].map((amount) => sentReceipt(lineOf(ADA), { reference: '0xaa', amount }));
    const inParts = [
      inMonth(AUGUST, [lineOf(ADA)], parts.slice(0, 1)),
      inMonth(SEPTEMBER, [lineOf(ADA)], parts.slice(1)),
    ];
    expect(refusedOf({ amount: '0.000007' }, inParts)).toHaveLength(1);
    expect(refusedOf({ amount: '0.000004' }, inParts)).toHaveLength(1);
    expect(refusedOf({ amount: '0.000012' }, inParts)[0]).toContain('is recorded with 0.000003 USDC, not 0.000012');
  });
});

describe('whose lines a transfer could pay', () => {
  const lines = [
    lineOf(ADA, { destination: 'a', chain: CHAIN }),
    lineOf(BEN, { destination: 'DE 12' }),
    lineOf(CLEO, { destination: 'a', currency: 'EUR' }),
  ];
  const who = (changed: Partial<ReportedTransfer>) =>
    walletsOf(transfer({ wallet: '', ...changed }), linesByPayee([inMonth(AUGUST, lines)]));

  it('is the wallet that the file names, paid or not', () => {
    expect(walletsOf(transfer({ wallet: '0xother' }), linesByPayee([AUGUSTS]))).toEqual(['0xother']);
  });

  it('is told by destination, the start of the wallet, asset and token', () => {
    expect(who({ destination: 'a' })).toEqual([ADA]);
    expect(who({ destination: 'de12' })).toEqual([BEN]);
    expect(who({ destination: 'a', asset: 'EUR' })).toEqual([CLEO]);
    expect(who({ walletStart: BEN.slice(2, 12) })).toEqual([BEN]);
    expect(who({ walletStart: BEN.slice(2, 12), destination: 'a' })).toEqual([]);
    expect(who({ destination: 'a', token: '0xt', asset: '' })).toEqual([ADA]);
    expect(who({ destination: 'de12', token: '0xt', asset: '' })).toEqual([]);
    expect(who({})).toEqual([]);
  });

  it('tells a claim from a transfer by who sent it', () => {
    const claimed = [
      lineOf(ADA, { chain: { ...CHAIN, contract: '0xc' } }),
      lineOf(BEN, { chain: CHAIN }),
      lineOf(CLEO),
    ];
    const from = (sender: string) =>
      [ADA, BEN, CLEO].filter((destination) => {
        const of = transfer({ wallet: '', destination, from: sender });
        return walletsOf(of, linesByPayee([inMonth(AUGUST, claimed)])).length > 0;
      });
    expect(from('')).toEqual([ADA, BEN, CLEO]);
    expect(from('0xc')).toEqual([ADA, BEN, CLEO]);
    expect(from('0xd')).toEqual([BEN, CLEO]);
  });
});

describe('transfers of one transaction', () => {
  const moved = (given: Partial<ReportedTransfer> = {}): ReportedTransfer =>
    transfer({ from: '0xf', token: '0xt', ...given });

  it('to one payee in one asset are one, summed exactly', () => {
    const [sum, ...others] = together([moved({ amount: '1.5' }), moved({ amount: '2.25', line: 3 })]);
    expect(others).toEqual([]);
    expect(sum).toEqual(moved({ amount: '3.75' }));
    expect(together([moved({ amount: '1' }), moved({ amount: '2' })])[0]?.amount).toBe('3');
    expect(together([moved({ amount: '0.01' }), moved({ amount: '0.02' })])[0]?.amount).toBe('0.03');
    // What cannot be read is not lost in a sum: it is refused.
    expect(together([moved({ amount: '1' }), moved({ amount: 'x' })])[0]?.amount).toBe('x');
    expect(together([moved({ amount: 'x' }), moved({ amount: '1' })])[0]?.amount).toBe('x');
  });

  it.each([[{ destination: 'b' }], [{ token: 'b' }], [{ from: 'b' }], [{ asset: 'b' }], [{ reference: 'b' }]] as const)(
    'with another %j are two',
    (other) => {
      expect(together([moved(), moved(other)])).toHaveLength(2);
    },
  );

  it('of a file that is no export, or of no chain, are as many as it says', () => {
    expect(together([moved({ isExport: false }), moved({ isExport: false })])).toHaveLength(2);
    expect(together([transfer({ amount: '1.5' }), transfer({ amount: '2.25' })])).toHaveLength(2);
  });
});

it('a destination is compared without blanks and letter case', () => {
  expect(folded(' DE 12\t34 ')).toBe('de1234');
});

it('a file that paid other months says which, and how many', () => {
  const september = inMonth(SEPTEMBER, [lineOf(ADA, { assetAmount: 12_000_000n })]);
  const { receipts } = assignTransfers([AUGUSTS, september], SEPTEMBER, [transfer({ amount: '22' })], []);
  expect(otherMonthsText(receipts, [AUGUSTS, september], SEPTEMBER)).toEqual([
    '1 of them are of 2026-08, whose lines were open',
  ]);
  expect(otherMonthsText([], [AUGUSTS], SEPTEMBER)).toEqual([]);
  const [first, second] = receipts;
  const three = [first, first, second].flatMap((each) => each ?? []);
  expect(otherMonthsText(three, [AUGUSTS, september], SEPTEMBER)[0]).toMatch(/^2 of them/);
});
