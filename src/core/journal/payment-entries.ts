import { Exact, scaledFromExact } from '../money/exact-decimal.ts';
import type { MicroUsd } from '../money/micro.ts';
import type { Month } from '../month/month.ts';
import { utcDate } from '../month/utc-date.ts';
import type { KeptAdjustment, KeptPayouts } from '../payout/ledger/kept-payouts.ts';
import { type TakenByReceipt, takenByReceipts } from '../payout/ledger/taken-by-receipts.ts';
import { compareText } from '../text/compare-text.ts';
import { MICRO_DECIMALS } from './entry.ts';
import { commodityOf, filledIn, type PaymentAccountNames, type PaymentRole } from './payment-accounts.ts';

/** What an entry of the payment journal books, in the words of its memo. */
export type PaymentKind = 'payment' | 'payment reversed' | 'rail fee' | 'rail fee reversed' | 'adjustment';

/** One account's part of an entry: debits are positive, credits negative. */
export interface PaymentLine {
  readonly account: string;
  /** In units of 10^-decimals of the commodity. */
  readonly amount: bigint;
  readonly decimals: number;
  readonly commodity: string;
  /** What it is booked at; null where it is no dollars, and nobody said what it was worth. */
  readonly usd: MicroUsd | null;
}

/** An entry of the payment journal: its lines sum to zero in dollars, and those without in their commodity. */
export interface PaymentEntry {
  /** `YYYY-MM-DD`, UTC: the day it was sent, or on which a person did it. */
  readonly date: string;
  readonly kind: PaymentKind;
  /** The month of the batch, or of the adjustment: in its account of the wallet it counts. */
  readonly month: Month;
  /** Lower case. */
  readonly wallet: string;
  /** Of the receipt; empty for an adjustment. */
  readonly reference: string;
  /** What a person or the rail wrote about it; may be empty. */
  readonly about: string;
  readonly lines: readonly PaymentLine[];
}

/** What the payment journal books to. */
export interface PaymentBooking {
  /** The account that the month's journal credits with what is distributed. */
  readonly payable: string;
  readonly names: PaymentAccountNames;
}

/**
 * R17: what was paid for a month, and what was adjusted in it, as entries, by date. The payable account moves by just what
 * the wallets' accounts of the month do: paid + fees - adjustments. A prepared batch is no entry, and neither is a void:
 * what it reserves has left no balance.
 */
export function paymentEntries(
  { batches, adjustments }: KeptPayouts,
  month: Month,
  booking: PaymentBooking,
): PaymentEntry[] {
  const taken = batches.filter(({ batch }) => batch.month === month).flatMap(takenByReceipts);
  const adjusted = adjustments.filter((each) => each.month === month);
  const entries = [
    ...taken.flatMap((each) => [paymentEntry(each, month, booking), ...railFeeEntry(each, month, booking)]),
    ...adjusted.map((each) => adjustmentEntry(each, booking)),
  ];
  return entries.sort((a, b) => compareText(a.date, b.date));
}

/**
 * What was owed becomes what was sent: the payable account falls by what left the balance, the account of the method by
 * the asset, at the market's rate of that time where the receipt knows it, else at the batch's. Their difference is the conversion's.
 */
function paymentEntry(taken: TakenByReceipt, month: Month, { payable, names }: PaymentBooking): PaymentEntry {
  const { receipt, line, paid, fees } = taken;
  const account = (role: PaymentRole): string => filledIn(names[role], { method: line.method, commodity });
  const commodity = commodityOf(line.currency);
  const worth = receipt.marketRate === '' ? paid : worthOf(receipt.amount, line.scale, receipt.marketRate);
  const asset: PaymentLine = { ...inDollars(account('payout_clearing'), -worth), commodity };
  const units = { amount: -receipt.amount, decimals: line.scale };
  const others = [
    inDollars(account('payout_fees'), -fees),
    inDollars(account('payout_conversion'), worth - paid),
  ].filter(({ amount }) => amount !== 0n);
  return {
    ...headOf(taken, month, 'payment'),
    about: receipt.reversal,
    lines: balanced([inDollars(payable, paid + fees), commodity === USD ? asset : { ...asset, ...units }, ...others]),
  };
}

/**
 * What the rail took beside the amount, from the account that it pays from. In the payment's own asset it is an expense
 * in dollars at the payment's rate; in another it stays in that, because no rate of it is in the books.
 */
function railFeeEntry(taken: TakenByReceipt, month: Month, { names }: PaymentBooking): PaymentEntry[] {
  const { receipt, line } = taken;
  const { amount: text, asset } = receipt.railFee;
  if (text === '' || new Exact(text).isZero()) return [];
  const commodity = commodityOf(asset);
  const by = { method: line.method, commodity };
  const decimals = text.split('.')[1]?.length ?? 0;
  const units = scaledFromExact(new Exact(text), decimals);
  const fee = isReversal(taken) ? -units : units;
  const rate = rateOfFee(taken, commodity);
  const usd = rate === null ? null : worthOf(fee, decimals, rate);
  const [from, to] = [filledIn(names.payout_clearing, by), filledIn(names.rail_fees, by)];
  const sent: PaymentLine = { account: from, amount: -fee, decimals, commodity, usd: usd === null ? null : -usd };
  return [
    {
      ...headOf(taken, month, 'rail fee'),
      about: [`${text} ${asset}`.trim(), receipt.reversal].filter((part) => part !== '').join(', '),
      lines: balanced(
        usd === null
          ? [{ account: to, amount: fee, decimals, commodity, usd }, sent]
          : [inDollars(to, usd), commodity === USD ? inDollars(from, -usd) : sent],
      ),
    },
  ];
}

/** Dollars for one unit of what a rail took; null where the payment says nothing about it. */
function rateOfFee({ receipt, line }: TakenByReceipt, commodity: string): string | null {
  if (commodity === USD) return '1';
  if (commodity !== commodityOf(line.currency)) return null;
  return receipt.marketRate === '' ? (line.rate?.value ?? '1') : receipt.marketRate;
}

/** What a person adds to a balance is owed from then on, and an expense; what is taken off it, the other way. */
function adjustmentEntry({ month, wallet, amount, at, reason }: KeptAdjustment, booking: PaymentBooking): PaymentEntry {
  return {
    date: utcDate(Date.parse(at)),
    kind: 'adjustment',
    ...{ month, wallet, reference: '', about: reason },
    lines: balanced([inDollars(booking.names.payout_adjustments, amount), inDollars(booking.payable, -amount)]),
  };
}

/** A reversal is dated when a person recorded it: no rail sent anything. */
function headOf(
  taken: TakenByReceipt,
  month: Month,
  kind: 'payment' | 'rail fee',
): Pick<PaymentEntry, 'date' | 'kind' | 'month' | 'wallet' | 'reference'> {
  const { wallet, reference, atMs, at } = taken.receipt;
  const about = { month, wallet, reference };
  return isReversal(taken)
    ? { date: utcDate(Date.parse(at)), kind: `${kind} reversed`, ...about }
    : { date: utcDate(atMs), kind, ...about };
}

function isReversal({ receipt }: TakenByReceipt): boolean {
  return receipt.reversal !== '';
}

const USD = 'USD';

function inDollars(account: string, usd: MicroUsd): PaymentLine {
  return { account, amount: usd, decimals: MICRO_DECIMALS, commodity: USD, usd };
}

/** Dollars of units of 10^-decimals at a rate, away from zero to the micro-dollar, as R17 takes them off a balance. */
function worthOf(units: bigint, decimals: number, rate: string): MicroUsd {
  const exact = new Exact(units.toString()).times(new Exact(10).pow(MICRO_DECIMALS - decimals)).times(rate);
  return BigInt(exact.toFixed(0, Exact.ROUND_UP));
}

/** The lines; throws when they do not sum to zero. */
function balanced(lines: readonly PaymentLine[]): readonly PaymentLine[] {
  const sum = lines.reduce((all, { usd, amount }) => all + (usd ?? amount), 0n);
  if (sum !== 0n) throw new Error(`an entry of the payment journal is off balance by ${sum}`);
  return lines;
}
