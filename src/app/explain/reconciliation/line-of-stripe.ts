import type { GapScope } from '../../../core/reconciliation/gap-scope.ts';
import type { CategoryTotal } from '../../../core/reconciliation/stripe-lines.ts';
import { activeSmallRows } from '../../../store/inputs/small-rows.ts';
import { ledgerRowsBeside, rowsOfScope } from '../../close/reconciliation/rows-of-scope.ts';
import { statedMonth } from '../../close/reconciliation/stripe-statements.ts';
import { type AskedLine, ONE, type RowBehind, type SidesOfLine, shownRows } from './rows-behind.ts';

/** The ledger's rows behind a line about Stripe, and the rows of the statement: those of its days, currency and category. */
export async function sidesOfStripe(asked: AskedLine): Promise<SidesOfLine> {
  const { category, source } = asked.line;
  const [, counted, measure] = /^(.+)_(gross|fee|net|rows)$/.exec(category) ?? [];
  const isChange = source.startsWith('balance change ');
  const stated =
    isChange && counted !== undefined && measure !== undefined
      ? await changeRows(asked, counted, measure as Measure)
      : await balanceRows(asked, [category]);
  const ours = category === 'ending_balance' ? await balanceRows(asked, ENDING) : await ledgerRows(asked);
  return { ours: shownRows(asked, ours), theirs: shownRows(asked, stated) };
}

/** What a summary's ending balance is the sum of, by its own words. */
const ENDING = ['starting_balance', 'activity', 'payouts'];

/** What is compared of a category. */
type Measure = GapScope['measure'] | 'rows';

/** A line that counts rows counts those whose gross the line beside it adds up. */
async function ledgerRows({ context, line, lines }: AskedLine): Promise<RowBehind[]> {
  const { category, currency, source } = line;
  const isCount = line.scope === null;
  const beside = category.replace(/_rows$/, '_gross');
  const scope = isCount
    ? lines.find((each) => each.category === beside && each.currency === currency && each.source === source)?.scope
    : line.scope;
  if (scope === undefined || scope === null) return [];
  const rows = await rowsOfScope(context, scope, 0, await ledgerRowsBeside(context));
  return rows.map(({ sha256, line: at, amount }) => {
    return { what: isCount ? 'counted' : scope.measure, input: sha256, line: at, amount: isCount ? ONE : amount };
  });
}

async function changeRows(asked: AskedLine, category: string, measure: Measure): Promise<RowBehind[]> {
  const isOwn = ownRows(asked, 'stripe-balance-summary');
  return (await activeSmallRows(asked.context.db, 'stripe-balance-summary'))
    .filter(({ row, source }) => isOwn(row, source.input) && row.category === category)
    .map(({ row, source }) => ({ ...source, what: measure, amount: measured(row, measure) }));
}

function measured({ gross, fee, count }: CategoryTotal, measure: Measure): bigint {
  return { gross, fee, net: gross - fee, rows: BigInt(count) * ONE }[measure];
}

async function balanceRows(asked: AskedLine, categories: readonly string[]): Promise<RowBehind[]> {
  const isOwn = ownRows(asked, 'stripe-balance');
  return (await activeSmallRows(asked.context.db, 'stripe-balance'))
    .filter(({ row, source }) => isOwn(row, source.input) && categories.includes(row.category))
    .map(({ row, source }) => ({ ...source, what: row.category, amount: row.amount }));
}

/** Tells the rows of the line's currency in statements of its days. */
function ownRows({ line, compared }: AskedLine, kind: 'stripe-balance-summary' | 'stripe-balance') {
  const own = compared.filter((each) => {
    const days = statedMonth(each)?.days;
    return each.kind === kind && days !== undefined && line.source.endsWith(` ${days.from} to ${days.to}`);
  });
  return (row: { readonly currency: string }, input: string): boolean =>
    row.currency === line.currency && own.some(({ sha256 }) => sha256 === input);
}
