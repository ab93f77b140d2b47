import { reconciliationCell, unitOf } from '../../../core/explanation/reports/reconciliation-row.ts';
import { type Explanation, explained } from '../../../core/explanation/tree/explanation.ts';
import { type ExplainedRow, textIn } from '../../../core/explanation/tree/report-row.ts';
import type { Provider } from '../../../core/revenue/provider.ts';
import { inputNames } from '../../../store/inputs/imports.ts';
import { closeContext } from '../../close/facts/close-context.ts';
import { reconciliationOf } from '../../close/reconciliation/reconciliation.ts';
import type { ExplainRequest } from '../month/explain-request.ts';
import { judgedAsReported, type ReportedMonth } from '../month/reported-month.ts';
import { sidesOfApple } from './line-of-apple.ts';
import { sidesOfGoogle } from './line-of-google.ts';
import { sidesOfStripe } from './line-of-stripe.ts';
import type { AskedLine, SidesOfLine } from './rows-behind.ts';

/** Explains a cell of reconciliation.csv: our rows and the provider's that its two sides are the sums of. */
export async function reconciliationRow(
  request: ExplainRequest,
  reports: ReportedMonth,
  row: ExplainedRow,
  column: string | null,
): Promise<Explanation | null> {
  const context = await closeContext(judgedAsReported(request, reports), { asIfOpen: false });
  const { lines, compared } = await reconciliationOf(context);
  const names = ['provider', 'source', 'category', 'currency'] as const;
  const line = lines.find((each) => names.every((name) => each[name] === textIn(row, name)));
  // Nothing in force is compared by this line any more.
  if (line === undefined) return reconciliationCell({ row, ours: [], theirs: [] }, column);
  const asked: AskedLine = {
    context,
    line,
    lines,
    compared: compared.filter(({ kind }) => kind.startsWith(`${line.provider}-`)),
    unit: unitOf(row),
    nameOf: await inputNames(context.db),
    most: request.most,
  };
  const { ours, theirs } = await SIDES_OF[line.provider](asked);
  return reconciliationCell({ row, ours, theirs: theirs.length > 0 ? theirs : beginnings(asked) }, column);
}

const SIDES_OF: Readonly<Record<Provider, (asked: AskedLine) => Promise<SidesOfLine>>> = {
  stripe: sidesOfStripe,
  apple: sidesOfApple,
  google: sidesOfGoogle,
};

/** Where no row of a statement is about the line: the statements that say nothing of it. */
function beginnings({ compared }: AskedLine): Explanation[] {
  return compared.map(({ name, sha256 }) =>
    explained({ label: `${name}, from its first row on`, source: { input: sha256, line: 2 } }),
  );
}
