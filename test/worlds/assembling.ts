import { DecisionBook } from '../../src/core/close/decision.ts';
import { utcDate } from '../../src/core/month/utc-date.ts';
import { always } from '../../src/core/policy/over-time.ts';
import type { Assembled, AssemblyRules, SourcedTransaction } from '../../src/core/revenue/assembled.ts';
import { type FxRow, fxTable } from '../../src/core/revenue/fx-table.ts';
import { type Plan, productCatalogue } from '../../src/core/revenue/plan.ts';
import { forEveryProvider, type Provider } from '../../src/core/revenue/provider.ts';
import type { Transaction } from '../../src/core/revenue/transaction.ts';
import { ROWS_OF } from '../../src/sources/providers.ts';
import type { Invoice } from '../../src/sources/stripe/invoice.ts';
import { writeInvoice } from '../../src/sources/stripe/invoice-body.ts';
import { usd } from './charges.ts';

const plan = (id: string, term: Plan['term'], price: string, products: Record<Provider, string>): Plan => ({
  id,
  term,
  listPrice: always(usd(price)),
  products: forEveryProvider((provider) => [products[provider]]),
});

/** Four plans, a pack of each store, and a euro rate. */
export function rulesOf(fx: readonly FxRow[] = [{ date: '2026-10', currency: 'EUR', rate: '1.08375' }]): AssemblyRules {
  return {
    decisions: new DecisionBook([]),
    catalogue: productCatalogue(
      [
        plan('unlimited', 'monthly', '20.00', {
          stripe: 'price_m',
          apple: '6700000001',
          google: 'ai.app.pkg/unlimited/monthly',
        }),
        plan('unlimited', 'annual', '199.00', {
          stripe: 'price_a',
          apple: '6700000002',
          google: 'ai.app.pkg/unlimited/annual',
        }),
        plan('unlimited_pro', 'monthly', '50.00', {
          stripe: 'price_pm',
          apple: '6700000003',
          google: 'ai.app.pkg/pro/monthly',
        }),
        plan('unlimited_pro', 'annual', '498.00', {
          stripe: 'price_pa',
          apple: '6700000004',
          google: 'ai.app.pkg/pro/annual',
        }),
      ],
      { stripe: ['price_pack'], apple: ['6700000009'], google: ['ai.app.pkg/spark.pack/*'] },
    ),
    fx: fxTable(fx),
  };
}

export type Line = Transaction & { readonly line: number };

/**
 * Read rows as the close gets them: all rows of one group together, in the order of instant and line, groups in the order
 * of their keys, rows without a group one by one, or those of a day where they have no id.
 */
export function assembleAll(
  rows: readonly Line[],
  rules: AssemblyRules,
  invoices: readonly Invoice[] = [],
): Assembled[] {
  return assembleEach(rows, rules, invoices).map(({ group }) => group);
}

/** The rows of one group, and what they turned out to be. */
export interface JudgedLines {
  readonly rows: readonly SourcedTransaction[];
  readonly group: Assembled;
}

/** The same, each group beside its rows. */
export function assembleEach(
  rows: readonly Line[],
  rules: AssemblyRules,
  invoices: readonly Invoice[] = [],
): JudgedLines[] {
  const groups = new Map<string, SourcedTransaction[]>();
  for (const { line, ...row } of rows) {
    const sourced = { ...row, source: { input: 'e'.repeat(64), line } };
    const key = row.group === '' ? `~${row.rowId ?? utcDate(row.atMs)}` : row.group;
    groups.set(key, [...(groups.get(key) ?? []), sourced]);
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, group]) => {
      const sorted = group.sort((a, b) => a.atMs - b.atMs || a.source.line - b.source.line);
      return { rows: sorted, group: assembleGroup(sorted, rules, invoices) };
    });
}

function assembleGroup(
  rows: readonly SourcedTransaction[],
  rules: AssemblyRules,
  invoices: readonly Invoice[],
): Assembled {
  const named = new Set(rows.filter((row) => row.kind === 'charge').map((row) => row.invoice));
  const invoice = invoices.find((each) => named.has(each.id));
  const invoiceBody = invoice === undefined ? null : writeInvoice(invoice);
  const asStored = {
    conflict: false,
    invoiceBody,
    invoiceConflict: false,
    otherInvoiceBodies: null,
    invoiceOverlapsPaidTerm: false,
    invoicesThatNameIt: 0,
  };
  const stored = rows.map((row) => ({ ...row, ...asStored }));
  const [first] = stored;
  if (first === undefined) throw new Error('a group has a row');
  const { assemble, assembleLoose } = ROWS_OF[first.provider];
  return first.group === '' ? assembleLoose(stored, rules) : assemble(stored, rules);
}
