import { DecisionBook } from '../src/core/close/decision.ts';
import type { Assembled, AssemblyRules, SourcedTransaction } from '../src/core/revenue/assembled.ts';
import { type FxRow, fxTable } from '../src/core/revenue/fx-table.ts';
import { type Plan, productCatalogue } from '../src/core/revenue/plan.ts';
import type { Transaction } from '../src/core/revenue/transaction.ts';
import { assembleAppleSales } from '../src/sources/apple/assemble-sales.ts';
import { assembleGoogleOrder } from '../src/sources/google/assemble-order.ts';
import { assembleStripeCharge, type KnownInvoice } from '../src/sources/stripe/assemble-charge.ts';
import { assembleStripeRest } from '../src/sources/stripe/assemble-rest.ts';
import type { Invoice } from '../src/sources/stripe/invoice.ts';
import { usd } from './charges.ts';

const plan = (id: string, term: Plan['term'], price: string, stripe: string, apple: string, google: string): Plan => ({
  id,
  term,
  listPrice: usd(price),
  products: { stripe: [stripe], apple: [apple], google: [google] },
});

/** Four plans, a pack of each store, and a euro rate. */
export function rulesOf(fx: readonly FxRow[] = [{ date: '2026-10', currency: 'EUR', rate: '1.08375' }]): AssemblyRules {
  return {
    decisions: new DecisionBook([]),
    catalogue: productCatalogue(
      [
        plan('unlimited', 'monthly', '20.00', 'price_m', '6700000001', 'ai.app.pkg/unlimited/monthly'),
        plan('unlimited', 'annual', '199.00', 'price_a', '6700000002', 'ai.app.pkg/unlimited/annual'),
        plan('unlimited_pro', 'monthly', '50.00', 'price_pm', '6700000003', 'ai.app.pkg/pro/monthly'),
        plan('unlimited_pro', 'annual', '498.00', 'price_pa', '6700000004', 'ai.app.pkg/pro/annual'),
      ],
      { stripe: ['price_pack'], apple: ['6700000009'], google: ['ai.app.pkg/spark.pack/*'] },
    ),
    fx: fxTable(fx),
  };
}

export type Line = Transaction & { readonly line: number };

/**
 * Read rows as the close gets them: all rows of one group together, in the order of instant and line, groups in the order
 * of their keys, rows without a group one by one.
 */
export function assembleAll(
  rows: readonly Line[],
  rules: AssemblyRules,
  invoices: readonly Invoice[] = [],
): Assembled[] {
  const groups = new Map<string, SourcedTransaction[]>();
  for (const { line, ...row } of rows) {
    const sourced = { ...row, source: { input: 'e'.repeat(64), line } };
    const key = row.group === '' ? `~${row.rowId ?? String(line).padStart(6, '0')}` : row.group;
    groups.set(key, [...(groups.get(key) ?? []), sourced]);
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, group]) => {
      const sorted = group.sort((a, b) => a.atMs - b.atMs || a.source.line - b.source.line);
      return assembleGroup(sorted, rules, invoices);
    });
}

function assembleGroup(
  rows: readonly SourcedTransaction[],
  rules: AssemblyRules,
  invoices: readonly Invoice[],
): Assembled {
  const [first] = rows;
  if (first === undefined) throw new Error('a group has a row');
  if (first.provider === 'apple') return assembleAppleSales(rows, rules);
  if (first.provider === 'google') return assembleGoogleOrder(rows, rules);
  if (first.group === '') return assembleStripeRest(first, rules);
  const named = new Set(rows.filter((row) => row.kind === 'charge').map((row) => row.invoice));
  const invoice = invoices.find((each) => named.has(each.id));
  const known: KnownInvoice | null = invoice === undefined ? null : { invoice, conflict: false };
  return assembleStripeCharge(rows, known, rules);
}
