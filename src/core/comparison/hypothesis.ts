import type { Components } from '../money/components.ts';
import { exactFromMicro, floorToMicro } from '../money/exact-decimal.ts';
import type { MicroUsd } from '../money/micro.ts';
import { truncatedProportion } from '../money/proportion.ts';
import { inForce } from '../policy/over-time.ts';
import { type ChargeHistory, eventsOfCharge, planAmounts, type Reduction } from '../revenue/charge-history.ts';
import { type Plan, termMonths } from '../revenue/plan.ts';
import type { MonthUsage } from '../usage/month-usage.ts';

/** What a month is computed as if it had been: beside other rules, another history of charges or another usage. */
export interface Hypothesis {
  readonly charge?: (charge: ChargeHistory) => ChargeHistory;
  readonly usage?: (usage: MonthUsage) => MonthUsage;
}

/** What is left of a charge's gross, in millionths of its own currency: less its refunds and disputes, with what came back. */
export function leftOf({ printed, events }: ChargeHistory): bigint {
  return events.reduce(
    (left, event) => (event.type === 'reduction' ? left - event.amounts.gross : left + event.gross),
    printed.gross,
  );
}

/**
 * The charge with one refund more (R6). Tax and fee come back as its store does it: Stripe keeps its fee and the tax follows
 * the gross; of the others each component comes back in the proportion of the gross, truncated.
 *
 * @param gross in millionths of the charge's currency
 */
export function refunded(charge: ChargeHistory, gross: bigint, atMs: number): ChargeHistory {
  const refund: Reduction = {
    type: 'reduction',
    kind: 'refund',
    atMs,
    sourceId: 'whatif',
    amounts: charge.taxFollowsGross ? { gross, tax: 0n, fee: 0n } : inProportion(charge, gross),
    source: charge.source,
  };
  return { ...charge, events: eventsOfCharge(charge.atMs, [...charge.events, refund]) };
}

function inProportion(charge: ChargeHistory, gross: bigint): Components {
  const { printed, rate } = charge;
  const feeUsd = planAmounts(charge).fee;
  const fee = rate === null ? feeUsd : floorToMicro(exactFromMicro(feeUsd).dividedBy(rate));
  return {
    gross,
    tax: truncatedProportion(printed.tax, gross, printed.gross),
    fee: truncatedProportion(fee, gross, printed.gross),
  };
}

/**
 * The charge as if its plan had always cost another price: its components and what was taken of them, times new / list price
 * of its month, truncated. A charge of several lines (an upgrade) stays as it is.
 */
export function atPrice(charge: ChargeHistory, plan: Plan, price: MicroUsd): ChargeHistory {
  const [line, ...others] = charge.lines;
  if (line === undefined || others.length > 0 || line.plan !== plan.id || line.coverage.months !== termMonths(plan))
    return charge;
  const listed = inForce(plan.listPrice, charge.month);
  const scaled = (amount: bigint): bigint => truncatedProportion(amount, price, listed);
  const components = ({ gross, tax, fee }: Components): Components => ({
    gross: scaled(gross),
    tax: scaled(tax),
    fee: scaled(fee),
  });
  return {
    ...charge,
    printed: { gross: scaled(charge.printed.gross), tax: scaled(charge.printed.tax) },
    lines: [{ ...line, amounts: components(line.amounts) }],
    events: charge.events.map((event) =>
      event.type === 'reduction'
        ? { ...event, amounts: components(event.amounts) }
        : { ...event, gross: scaled(event.gross) },
    ),
  };
}

/** The month's usage as if a wallet had done nothing. @param wallet in lower case */
export function withoutWallet(usage: MonthUsage, wallet: string): MonthUsage {
  return { ...usage, wallets: usage.wallets.filter((each) => each.wallet !== wallet) };
}
