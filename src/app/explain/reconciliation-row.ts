import type { ImportRecord } from '../../core/close/import-record.ts';
import { millionths } from '../../core/explanation/amount.ts';
import { type Explanation, explained } from '../../core/explanation/explanation.ts';
import { LargestParts } from '../../core/explanation/largest-parts.ts';
import { reconciliationCell } from '../../core/explanation/reconciliation-row.ts';
import { type ExplainedRow, textIn } from '../../core/explanation/report-row.ts';
import type { GapScope } from '../../core/reconciliation/gap-scope.ts';
import { PROVIDERS, type Provider, type SourceLine } from '../../core/revenue/provider.ts';
import type { Database } from '../../store/database/open-store.ts';
import { ownGapRows } from '../../store/inputs/gap-rows.ts';
import { activeSmallRows } from '../../store/inputs/small-rows.ts';
import { closeContext } from '../close/close-context.ts';
import { reconciliationOf } from '../close/reconciliation/reconciliation.ts';
import type { ExplainRequest } from './explain-request.ts';
import { judgedAsReported, type ReportedMonth } from './reported-month.ts';

/** Explains a cell of reconciliation.csv: our rows and the provider's, where single rows are behind them. */
export async function reconciliationRow(
  request: ExplainRequest,
  reports: ReportedMonth,
  row: ExplainedRow,
  column: string | null,
): Promise<Explanation | null> {
  const context = await closeContext(judgedAsReported(request, reports), { asIfOpen: false });
  const { lines, compared } = await reconciliationOf(context);
  const [source, category, currency] = ['source', 'category', 'currency'].map((each) => textIn(row, each));
  const line = lines.find((each) => each.source === source && each.category === category && each.currency === currency);
  const ours = line?.scope == null ? [] : await rowsOfScope(request, line.scope);
  return reconciliationCell({ row, ours, theirs: await statedRows(request, compared, row) }, column);
}

/** Our rows, the largest one by one. */
async function rowsOfScope(request: ExplainRequest, scope: GapScope): Promise<Explanation[]> {
  const unit = scope.currency.toUpperCase();
  const rows = new LargestParts<{ readonly input: string; readonly line: number }>(request.most);
  for (const { sha256, line, amount } of await ownGapRows(request.workspace.store.db, scope, 0))
    rows.add(amount, { input: sha256, line });
  return rows.parts(
    (amount) => millionths(amount, unit),
    'rows',
    (source, amount) => explained({ label: `${scope.measure} of a row`, amount: millionths(amount, unit), source }),
  );
}

/** The rows of the provider's statement that a line is of; where it is a whole export, its beginning. */
async function statedRows(
  { workspace }: ExplainRequest,
  compared: readonly Pick<ImportRecord, 'name' | 'sha256' | 'kind'>[],
  row: ExplainedRow,
): Promise<Explanation[]> {
  const { db } = workspace.store;
  const [provider = '', category = '', currency = ''] = ['provider', 'category', 'currency'].map((each) =>
    textIn(row, each),
  );
  const own = compared.filter(({ kind }) => kind.startsWith(`${provider}-`));
  const store = PROVIDERS.find((each) => each === provider);
  const places = store === undefined ? [] : await STATED_IN[store](db, { category, currency });
  const rows = places.filter(({ input }) => own.some(({ sha256 }) => sha256 === input));
  const shown = rows.length > 0 ? rows : own.map(({ sha256 }) => ({ input: sha256, line: 2 }));
  return shown.map((source) => {
    const name = own.find(({ sha256 }) => sha256 === source.input)?.name ?? '';
    return explained({
      label: rows.length > 0 ? `row ${source.line} of ${name}` : `${name}, from its first row on`,
      source,
    });
  });
}

/** The category and currency of a line. */
interface Line {
  readonly category: string;
  readonly currency: string;
}

/** The rows of its statements that each store has for a line. Google's are its own earnings, compared as a whole. */
const STATED_IN: Readonly<Record<Provider, (db: Database, line: Line) => Promise<readonly SourceLine[]>>> = {
  stripe: async (db, { category, currency }) => {
    const kinds = ['stripe-balance-summary', 'stripe-balance'] as const;
    const stated = (await Promise.all(kinds.map((kind) => activeSmallRows(db, kind)))).flat();
    return stated
      .filter(({ row }) => row.currency === currency && category.startsWith(row.category))
      .map(({ source }) => source);
  },
  apple: async (db, { currency }) =>
    (await activeSmallRows(db, 'apple-payments'))
      .filter(({ row }) => row.currency === currency)
      .map(({ source }) => source),
  google: async () => [],
};
