import { type Components, NOTHING, netOf, subtractComponents, sumOfComponents } from '../money/components.ts';
import { atOtherRate } from '../money/printed-amount.ts';
import type { Cause } from './cause.ts';
import { causeOfKind } from './posting-cause.ts';
import type { ReportedPosting } from './reported-posting.ts';
import { type RevenueChange, RevenueChangeSum } from './revenue-change.ts';
import type { ChargePair } from './side-by-side.ts';

/** What the two sides were computed by, as far as it is another. */
export interface RuleDifferences {
  readonly refunds: boolean;
  readonly sharedFees: boolean;
  /** Places (input and line) of exceptions that a person accepted on one side only. */
  readonly accepted: ReadonlySet<string>;
}

/**
 * The bridge between two accounts of one month, posting by posting. A charge that one side does not know is one cause
 * with its tax and fee; of a charge that both know, what changed in it. Where recognition.refunds differs, everything
 * that refunds, disputes and restorations change is the rule's: one cannot say which part came with the rule.
 */
export class Bridge {
  readonly #rules: RuleDifferences;
  readonly #sum = new RevenueChangeSum();

  constructor(rules: RuleDifferences) {
    this.#rules = rules;
  }

  take(pair: ChargePair): void {
    for (const posting of pair.from) this.#sum.count('from', posting);
    for (const posting of pair.to) this.#sum.count('to', posting);
    for (const { known, from, to } of paired(pair, ({ entry, charge }) => `${entry}\n${charge}`)) {
      if (known.entry === 'cost') this.#explainCost(from, to);
      else this.#explainCharge(from, to);
    }
  }

  result(): RevenueChange {
    return this.#sum.result();
  }

  #explainCharge(from: readonly ReportedPosting[], to: readonly ReportedPosting[]): void {
    for (const event of paired({ from, to }, ({ kind, event: id }) => `${kind}\n${id}`)) {
      const { known } = event;
      if (known.kind === 'charge') this.#explainOwn(event);
      else this.#explain(this.#causeOfEvent(known, causeOfKind(known.kind)), known, netOf(change(event)));
    }
  }

  /** What the charge's own schedules post. */
  #explainOwn({ known, from, to }: PostingPair): void {
    const difference = change({ from, to });
    const whole = this.#causeOfWhole(from, to, known);
    if (whole !== null) {
      this.#explain(whole, known, netOf(difference));
      return;
    }
    const fx = byRate(from, to);
    const rest = subtractComponents(difference, fx);
    this.#explain('fx', known, netOf(fx));
    this.#explain('amounts', known, rest.gross);
    this.#explain('customer-tax', known, -rest.tax);
    this.#explain('provider-fees', known, -rest.fee);
  }

  /** The cause that a charge's difference has with its tax and fee; null where they have causes of their own. */
  #causeOfWhole(
    from: readonly ReportedPosting[],
    to: readonly ReportedPosting[],
    known: ReportedPosting,
  ): Cause | null {
    if (this.#isDecided(known)) return 'decisions';
    if (from.length === 0) return 'late-charges';
    if (to.length === 0) return 'charges-gone';
    return structureOf(from) === structureOf(to) ? null : 'plan-or-coverage';
  }

  #explainCost(from: readonly ReportedPosting[], to: readonly ReportedPosting[]): void {
    for (const cost of paired({ from, to }, ({ kind }) => kind)) {
      const { known } = cost;
      if (known.kind === 'charge') continue;
      const isSharedFee = known.kind === 'cost' && known.provider !== 'costs';
      const shared: Cause = cost.from.length > 0 && cost.to.length > 0 ? 'shared-fees' : 'costs';
      const cause = isSharedFee && this.#rules.sharedFees ? 'rule' : isSharedFee ? shared : causeOfKind(known.kind);
      this.#explain(cause, known, netOf(change(cost)));
    }
  }

  #causeOfEvent(posting: ReportedPosting, cause: Cause): Cause {
    if (this.#isDecided(posting)) return 'decisions';
    return this.#rules.refunds && ['refunds', 'disputes', 'restorations'].includes(cause) ? 'rule' : cause;
  }

  #isDecided({ place }: ReportedPosting): boolean {
    return this.#rules.accepted.has(place);
  }

  #explain(cause: Cause, { provider, charge, event }: ReportedPosting, amount: bigint): void {
    this.#sum.explain(cause, provider, amount, charge, event);
  }
}

/** What both sides have under one key. */
interface PostingPair {
  /** Of the later side where it has any. */
  readonly known: ReportedPosting;
  readonly from: ReportedPosting[];
  readonly to: ReportedPosting[];
}

/** Postings of both sides under their keys. */
function paired({ from, to }: ChargePair, keyOf: (posting: ReportedPosting) => string): PostingPair[] {
  const pairs = new Map<string, PostingPair>();
  const under = (posting: ReportedPosting): PostingPair => {
    const pair = pairs.get(keyOf(posting)) ?? { known: posting, from: [], to: [] };
    pairs.set(keyOf(posting), pair);
    return pair;
  };
  for (const posting of to) under(posting).to.push(posting);
  for (const posting of from) under(posting).from.push(posting);
  return [...pairs.values()];
}

function change({ from, to }: ChargePair): Components {
  return subtractComponents(sumOf(to), sumOf(from));
}

function sumOf(postings: readonly ReportedPosting[]): Components {
  return sumOfComponents(postings.map(({ amounts }) => amounts));
}

/** Lines, plans and covered months of a charge, whatever their amounts. */
function structureOf(postings: readonly ReportedPosting[]): string {
  const lines = postings.map(({ line, plan, coverage, currency }) => {
    return [line, plan, coverage?.first ?? '', coverage?.last ?? '', currency].join('\n');
  });
  return lines.sort().join('\n\n');
}

/**
 * What another rate makes of a charge: the earlier amounts at the later rate, less the earlier amounts. A schedule cuts
 * to the micro-dollar, so what is then left within a micro-dollar a line is the rate's as well.
 */
function byRate(from: readonly ReportedPosting[], to: readonly ReportedPosting[]): Components {
  const [before] = from;
  const [after] = to;
  if (before === undefined || after === undefined || before.rate === after.rate) return NOTHING;
  const [old, now] = [sumOf(from), sumOf(to)];
  const fx = (component: keyof Components): bigint => {
    const converted = atOtherRate(old[component], before.rate, after.rate);
    const rest = now[component] - converted;
    const limit = BigInt(from.length);
    return (rest < -limit || rest > limit ? converted : now[component]) - old[component];
  };
  return { gross: fx('gross'), tax: fx('tax'), fee: fx('fee') };
}
