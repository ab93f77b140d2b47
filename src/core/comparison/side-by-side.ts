import type { RevenueProvider } from '../close/net-revenue.ts';
import { compareText } from '../text/compare-text.ts';
import type { ReportedPosting } from './reported-posting.ts';

/** What both sides say of the same charge (or cost). Equal sales of one Apple group stand together. */
export interface ChargePair {
  readonly from: readonly ReportedPosting[];
  readonly to: readonly ReportedPosting[];
}

/** Postings in the order of postings.csv, in pieces of any size. */
export type PostingStream = AsyncIterable<readonly ReportedPosting[]>;

/**
 * Walks two streams of postings, each in the order of postings.csv (charges before costs, by provider and id), and
 * pairs what belongs together, so that memory does not grow with their number.
 */
export async function* sideBySide(from: PostingStream, to: PostingStream): AsyncGenerator<ChargePair> {
  const [left, right] = [byCharge(from), byCharge(to)];
  let [a, b] = [await left.next(), await right.next()];
  while (a.done !== true || b.done !== true) {
    const order = a.done === true ? 1 : b.done === true ? -1 : inReportOrder(a.value, b.value);
    const pair = {
      from: order <= 0 ? a.value : [],
      to: order >= 0 ? b.value : [],
    };
    yield pair;
    if (order <= 0) a = await left.next();
    if (order >= 0) b = await right.next();
  }
}

async function* byCharge(stream: PostingStream): AsyncGenerator<readonly ReportedPosting[]> {
  let group: ReportedPosting[] = [];
  for await (const piece of stream) {
    for (const posting of piece) {
      if (group[0] !== undefined && inReportOrder(group, [posting]) !== 0) {
        yield group;
        group = [];
      }
      group.push(posting);
    }
  }
  if (group.length > 0) yield group;
}

function inReportOrder([a]: readonly ReportedPosting[], [b]: readonly ReportedPosting[]): number {
  if (a === undefined || b === undefined) throw new Error('a group of postings is never empty');
  return compareText(a.entry, b.entry) || compareText(a.provider, b.provider) || compareText(groupOf(a), groupOf(b));
}

/** Where equal sales are `ID`, `ID#2` to `ID#10`: the tenth stands before the second in the one order, behind it in the other. */
const NUMBERS_EQUAL_SALES: Readonly<Record<RevenueProvider, boolean>> = {
  stripe: false,
  apple: true,
  google: false,
  costs: false,
};

function groupOf({ provider, charge }: ReportedPosting): string {
  return NUMBERS_EQUAL_SALES[provider] ? charge.replace(/#\d+$/, '') : charge;
}
