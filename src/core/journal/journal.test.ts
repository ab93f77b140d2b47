import { describe, expect, it } from 'vitest';
import { month, SOURCE, usd } from '../../../test/worlds/charges.ts';
import { closeWith } from '../../../test/worlds/gate-input.ts';
import { gross, inMay } from '../../../test/worlds/movements.ts';
import { posting } from '../../../test/worlds/postings.ts';
import type { Movement, MovementChange } from '../deferral/movement.ts';
import { RollforwardSum } from '../deferral/rollforward.ts';
import { NOTHING } from '../money/components.ts';
import { formatMicro } from '../money/micro.ts';
import { accountsOf, DEFAULT_ACCOUNTS } from './accounts.ts';
import { entriesOfClose } from './entries-of-close.ts';
import { entriesOfMovement } from './entries-of-movement.ts';
import { type EntryHead, entryOf, type JournalEntry, memoOf } from './entry.ts';
import { Journal } from './journal.ts';

const MAY = month('2026-05');
const accountOf = accountsOf({ accounts: DEFAULT_ACCOUNTS });

/** Date, memo and charge, then the lines. */
function shown(entry: JournalEntry): string[] {
  const lines = entry.lines.map(({ account, amount }) => `${account} ${formatMicro(amount)}`);
  return [`${entry.date} ${memoOf(entry)} ${entry.charge}`, ...lines];
}

function booked(changed: Partial<Movement>): string[][] {
  return entriesOfMovement(inMay(changed), MAY, accountOf).map(shown);
}

const STILL = { opening: NOTHING, billed: NOTHING, recognised: NOTHING, closing: NOTHING };

describe('entries of a movement', () => {
  it('bill the charge on its day: what the store owes, what it keeps, the tax, and the rest deferred', () => {
    // 120.00 with 20.00 of tax, of which the store keeps 3.60.
    const billed = { gross: usd('120'), tax: usd('20'), fee: usd('3.6') };
    expect(booked({ ...STILL, billed, atMs: Date.UTC(2026, 4, 10, 23, 59) })).toEqual([
      [
        '2026-05-10 billing annual ch_1',
        'Assets:Receivable:Stripe 116.400000',
        'Assets:PrepaidProviderFees:Stripe 3.600000',
        'Liabilities:CustomerTax:Stripe -20.000000',
        'Liabilities:DeferredRevenue:Stripe -100.000000',
      ],
    ]);
  });

  it('recognise on the last day, the fee with it', () => {
    expect(booked({ ...STILL, recognised: { gross: usd('10'), tax: usd('1'), fee: usd('0.3') } })).toEqual([
      [
        '2026-05-31 recognition annual ch_1',
        'Liabilities:DeferredRevenue:Stripe 9.000000',
        'Income:Subscriptions:Stripe -9.000000',
        'Expenses:ProviderFees:Stripe 0.300000',
        'Assets:PrepaidProviderFees:Stripe -0.300000',
      ],
    ]);
  });

  it.each([
    ['refund', 'Income:Refunds'],
    ['dispute', 'Income:DisputeLosses'],
    ['restoration', 'Income:Restorations'],
  ] as const)('book a %s on its day, what was deferred and what was not apart', (kind, direct) => {
    // 60.00 go, with 5.00 of tax and 2.00 of fee: of them 20.00, 1.00 and 0.50 straight through revenue.
    const change: MovementChange = {
      ...{ kind, sourceId: 're_1', atMs: Date.UTC(2026, 4, 8), source: SOURCE },
      total: { gross: usd('-60'), tax: usd('-5'), fee: usd('-2') },
      direct: { gross: usd('-20'), tax: usd('-1'), fee: usd('-0.5') },
    };
    expect(booked({ ...STILL, changes: [change] })).toEqual([
      [
        `2026-05-08 ${kind} annual re_1 ch_1`,
        'Liabilities:DeferredRevenue:Stripe 36.000000',
        `${direct}:Stripe 19.000000`,
        'Liabilities:CustomerTax:Stripe 5.000000',
        'Assets:PrepaidProviderFees:Stripe -1.500000',
        'Expenses:ProviderFees:Stripe -0.500000',
        'Assets:Receivable:Stripe -58.000000',
      ],
    ]);
  });

  it('prepay a cost and spread it', () => {
    const fee = (text: string) => ({ ...NOTHING, fee: usd(text) });
    const cost = { provider: 'costs', charge: 'rent', plan: '', atMs: Date.UTC(2026, 4, 1) } as const;
    expect(booked({ ...STILL, ...cost, billed: fee('12'), recognised: fee('1') })).toEqual([
      ['2026-05-01 cost rent', 'Assets:PrepaidCosts 12.000000', 'Liabilities:AccruedCosts -12.000000'],
      ['2026-05-31 cost recognition rent', 'Expenses:ApplicableCosts 1.000000', 'Assets:PrepaidCosts -1.000000'],
    ]);
  });

  it('are none where nothing moves', () => {
    expect(booked(STILL)).toEqual([]);
  });
});

describe('an entry', () => {
  const head: EntryHead = {
    ...({ date: '2026-05-31', kind: 'cost', provider: 'costs', plan: '', event: '', charge: 'rent' } as const),
    month: MAY,
  };

  it('has no lines of zero, and is none without others', () => {
    const [one, nothing, back] = [1n, 0n, -1n].map((amount) => ({ account: 'A', amount }));
    if (one === undefined || nothing === undefined || back === undefined) throw new Error('three lines');
    expect(entryOf(head, [one, nothing, back], 8)).toEqual({ ...head, decimals: 8, lines: [one, back] });
    expect(entryOf(head, [nothing, nothing])).toBeNull();
    expect(entryOf(head, [one, back])?.decimals).toBe(6);
  });

  it('balances, or nothing is written', () => {
    expect(() => entryOf(head, [{ account: 'A', amount: 3n }])).toThrow(
      'the cost entry of rent in 2026-05 is off balance by 3',
    );
  });

  it('says what it is in words, and nothing of what it has not', () => {
    expect(memoOf({ kind: 'refund', plan: 'annual', event: 're_1' })).toBe('refund annual re_1');
    expect(memoOf({ kind: 'refund', plan: '', event: '' })).toBe('refund');
  });
});

describe('the late rows of a close', () => {
  it('change on the first day what the month before closed with, of a store and of costs', () => {
    const sum = new RollforwardSum();
    sum.add(inMay({ opening: { gross: usd('80'), tax: usd('8'), fee: usd('2.4') } }));
    sum.add(inMay({ provider: 'costs', plan: '', opening: { ...NOTHING, fee: usd('5') } }));
    const rollforward = sum.result(new Map([['stripe\tUSD\tannual', gross('70')]]));
    const close = closeWith({ netRevenue: 0n });
    const entries = entriesOfClose({ ...close, deferral: { ...close.deferral, rollforward } }, accountOf);
    expect(entries.map(shown)).toEqual([
      ['2026-10-01 deferred of late rows USD ', 'Assets:PrepaidCosts 5.000000', 'Liabilities:AccruedCosts -5.000000'],
      [
        // 80 - 70 of gross, of which 8 are tax; 2.40 of fee.
        '2026-10-01 deferred of late rows annual USD ',
        'Assets:PrepaidProviderFees:Stripe 2.400000',
        'Liabilities:DeferredRevenue:Stripe -2.000000',
        'Liabilities:CustomerTax:Stripe -8.000000',
        'Assets:Receivable:Stripe 7.600000',
      ],
    ]);
    expect(entries.map(({ month: of }) => of)).toEqual([month('2026-09'), month('2026-09')]);
  });
});

describe('Journal', () => {
  const two = [inMay({ charge: 'ch_2', plan: 'b' }), inMay({ plan: 'b' }), inMay({ plan: 'a' })];
  const fee = posting({
    ...{ month: MAY, originalMonth: MAY, kind: 'provider-fee', event: 're_9', plan: 'a', scheduled: false },
    amounts: { ...NOTHING, fee: usd('0.15') },
  });

  function journalOf(detail: 'charge' | 'summary'): string[] {
    const given: string[] = [];
    const journal = new Journal({ accounts: DEFAULT_ACCOUNTS, detail }, MAY, (entry, number) => {
      given.push(`${number} ${shown(entry).join(' | ')}`);
    });
    for (const each of two) journal.movement(each);
    journal.posting(fee);
    journal.posting({ ...fee, scheduled: true });
    // What another charge takes back: in the summary nothing is left of the two.
    for (const amount of [1n, -1n]) journal.posting({ ...fee, plan: 'gone', amounts: { ...NOTHING, fee: amount } });
    journal.finish(closeWith({ netRevenue: 0n }));
    return given;
  }

  const recognised = (amount: string) =>
    `Liabilities:DeferredRevenue:Stripe ${amount} | Income:Subscriptions:Stripe -${amount}`;

  it('gives every charge’s entries as they come, numbered from one', () => {
    expect(journalOf('charge')).toEqual([
      `1 2026-05-31 recognition b ch_2 | ${recognised('10.000000')}`,
      `2 2026-05-31 recognition b ch_1 | ${recognised('10.000000')}`,
      `3 2026-05-31 recognition a ch_1 | ${recognised('10.000000')}`,
      `4 2026-05-31 provider fee a re_9 ${fee.charge} | Expenses:ProviderFees:Stripe 0.150000 | Assets:Receivable:Stripe -0.150000`,
      `5 2026-05-31 provider fee gone re_9 ${fee.charge} | Expenses:ProviderFees:Stripe 0.000001 | Assets:Receivable:Stripe -0.000001`,
      `6 2026-05-31 provider fee gone re_9 ${fee.charge} | Expenses:ProviderFees:Stripe -0.000001 | Assets:Receivable:Stripe 0.000001`,
    ]);
  });

  it('gives one for all that are equal but for their charge and event, in an order of their own', () => {
    const summed = (amount: string) =>
      `Income:Subscriptions:Stripe -${amount} | Liabilities:DeferredRevenue:Stripe ${amount}`;
    expect(journalOf('summary')).toEqual([
      `1 2026-05-31 provider fee a  | Assets:Receivable:Stripe -0.150000 | Expenses:ProviderFees:Stripe 0.150000`,
      `2 2026-05-31 recognition a  | ${summed('10.000000')}`,
      `3 2026-05-31 recognition b  | ${summed('20.000000')}`,
    ]);
  });
});
