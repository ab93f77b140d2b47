import { moveLines, type RevenueLine, type RevenueProvider } from '../../close/net-revenue.ts';
import type { MicroUsd } from '../../money/micro.ts';
import type { Month } from '../../month/month.ts';
import type { PostedRow } from '../charges/posted-row.ts';
import { postingNode, type WholeOf } from '../charges/posting-node.ts';
import { usd } from '../tree/amount.ts';
import type { Explanation } from '../tree/explanation.ts';
import { LargestParts } from '../tree/largest-parts.ts';

/** The postings behind every line of pool.csv, the largest one by one: fed once with all postings of the month. */
export class RevenueParts {
  readonly #month: Month;
  readonly #most: number;
  readonly #wholeOf: WholeOf;
  readonly #lines = new Map<string, LargestParts<PostedRow>>();

  /** @param most how many postings of a line are shown one by one */
  constructor(month: Month, most: number, wholeOf: WholeOf) {
    this.#month = month;
    this.#most = most;
    this.#wholeOf = wholeOf;
  }

  add(posting: PostedRow): void {
    moveLines(posting, (line, amount) => {
      if (amount === 0n) return;
      this.#of(posting.provider, line).add(amount, posting);
    });
  }

  /** What moves a line of a provider, largest first counted; the nodes sum to `sum`. */
  of(
    provider: RevenueProvider,
    line: RevenueLine,
  ): { readonly parts: Explanation[]; readonly sum: MicroUsd; readonly count: number } {
    const parts = this.#of(provider, line);
    return {
      parts: parts.parts(usd, 'posting', (posting, amount) => this.#node(posting, line, amount)),
      sum: parts.sum,
      count: parts.count,
    };
  }

  /** The postings that are shown one by one. */
  shown(): PostedRow[] {
    return [...new Set([...this.#lines.values()].flatMap(({ largest }) => largest))];
  }

  #node(posting: PostedRow, line: RevenueLine, amount: MicroUsd): Explanation {
    return postingNode(posting, this.#month, { line, amount, whole: this.#wholeOf(posting) });
  }

  #of(provider: RevenueProvider, line: RevenueLine): LargestParts<PostedRow> {
    const key = `${provider} ${line}`;
    const known = this.#lines.get(key);
    if (known !== undefined) return known;
    const made = new LargestParts<PostedRow>(this.#most);
    this.#lines.set(key, made);
    return made;
  }
}
