import type { Policy } from '../../config/policy.ts';
import { atPrice, type Hypothesis, leftOf, refunded, withoutWallet } from '../../core/comparison/hypothesis.ts';
import { formatMicro, type MicroUsd } from '../../core/money/micro.ts';
import { DAY_MS } from '../../core/month/durations.ts';
import type { Month } from '../../core/month/month.ts';
import { utcDate } from '../../core/month/utc-date.ts';
import type { ChargeHistory } from '../../core/revenue/charge-history.ts';
import type { Plan } from '../../core/revenue/plan.ts';
import { InvalidInput, problem } from '../../problems/problem.ts';
import { rowsNaming } from '../../store/inputs/named-rows.ts';
import { chargeHistories } from '../close/facts/charge-histories.ts';
import type { ComputeRequest } from './computed-reports.ts';

/** What is supposed of a month, as a person asks it. */
export interface Supposition {
  /** A refund of a charge on a day; null for all that is left of it, else millionths of its currency. */
  readonly refund?: { readonly charge: string; readonly atMs: number; readonly amount: bigint | null };
  /** A wallet that did nothing. */
  readonly excludeWallet?: string;
  /** A plan at another list price, micro-dollars. */
  readonly price?: { readonly plan: string; readonly term: Plan['term']; readonly price: MicroUsd };
}

/** What a supposition comes to: the hypothesis, and of a refund the charge without and with it. */
export interface Supposed {
  readonly hypothesis: Hypothesis;
  readonly refund: { readonly before: ChargeHistory; readonly after: ChargeHistory } | null;
  /** Each in words. */
  readonly says: readonly string[];
}

/** Looks up what a supposition names. @throws InvalidInput nothing-to-explain */
export async function supposedOf(request: ComputeRequest, month: Month, asked: Supposition): Promise<Supposed> {
  const refund = asked.refund === undefined ? null : await refundOf(request, month, asked.refund);
  const price = asked.price === undefined ? null : { ...asked.price, plan: planOf(request.policy, asked.price) };
  const wallet = asked.excludeWallet?.toLowerCase();
  const changed = (charge: ChargeHistory): ChargeHistory => {
    if (refund !== null && charge.provider === refund.before.provider && charge.id === refund.before.id)
      return refund.after;
    return price === null ? charge : atPrice(charge, price.plan, price.price);
  };
  return {
    hypothesis: {
      ...(refund === null && price === null ? {} : { charge: changed }),
      ...(wallet === undefined ? {} : { usage: (usage) => withoutWallet(usage, wallet) }),
    },
    refund,
    says: [
      ...(refund === null ? [] : [refund.says]),
      ...(asked.excludeWallet === undefined ? [] : [`${asked.excludeWallet} has no points`]),
      ...(price === null ? [] : [`${price.plan.id} ${price.plan.term} always cost ${formatMicro(price.price)}`]),
    ],
  };
}

async function refundOf(
  request: ComputeRequest,
  month: Month,
  { charge: id, atMs, amount }: NonNullable<Supposition['refund']>,
) {
  const before = await chargeNamed(request, month, id);
  const left = leftOf(before);
  const gross = amount ?? left;
  const unit = before.currency;
  if (atMs < before.atMs - (before.atMs % DAY_MS))
    throw refused(id, `it was charged on ${utcDate(before.atMs)}: it cannot be refunded on ${utcDate(atMs)}`);
  if (left <= 0n) throw refused(id, 'nothing of it is left to refund');
  if (gross > left) throw refused(id, `only ${formatMicro(left)} ${unit} of it is left to refund`);
  // Of its own day, but not before the charge itself.
  const after = refunded(before, gross, Math.max(atMs, before.atMs));
  return { before, after, says: `${id} is refunded ${formatMicro(gross)} ${unit} on ${utcDate(atMs)}` };
}

async function chargeNamed(request: ComputeRequest, month: Month, id: string): Promise<ChargeHistory> {
  const [plain] = id.split('#');
  const rows = await rowsNaming(request.workspace.store.db, plain ?? id);
  // Of equal sales of Apple, which are one group, the one that is named.
  const asked = rows.flatMap(({ provider, group }) => {
    return group === '' ? [] : [{ provider, charge: group === plain ? id : group }];
  });
  for await (const charge of chargeHistories({ ...request, month }, asked)) return charge;
  throw refused(id, 'no charge is called so');
}

function planOf({ plans }: Policy, { plan: id, term }: { readonly plan: string; readonly term: Plan['term'] }): Plan {
  const found = plans.find((plan) => plan.id === id && plan.term === term);
  if (found !== undefined) return found;
  const known = plans.map((plan) => `${plan.id}:${plan.term}`).join(', ');
  throw refused(`${id}:${term}`, `revshare.yaml has no such plan; there are ${known}`);
}

const REMEDY = 'Name what the month has: `revshare whatif --help` shows how.';

function refused(what: string, message: string): InvalidInput {
  return new InvalidInput([problem('nothing-to-explain', { file: what }, message, REMEDY)]);
}
