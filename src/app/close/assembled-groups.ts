import type { MoneyExclusionReason } from '../../core/close/exclusion.ts';
import { monthOfInstant } from '../../core/month/month.ts';
import { type Assembled, AssembledGroup, type AssemblyRules } from '../../core/revenue/assembled.ts';
import { assembleAppleSales } from '../../sources/apple/assemble-sales.ts';
import { exclude } from '../../sources/exclude.ts';
import { assembleGoogleOrder } from '../../sources/google/assemble-order.ts';
import { assembleOpening, OPENING_KIND } from '../../sources/small/opening-charge.ts';
import { assembleStripeCharge } from '../../sources/stripe/assemble-charge.ts';
import { assembleStripeRest } from '../../sources/stripe/assemble-rest.ts';
import { readInvoice } from '../../sources/stripe/invoice-body.ts';
import type { Database } from '../../store/open-store.ts';
import { invoicesWithoutCharge } from '../../store/stripe-invoices.ts';
import { chargeRows, looseRows, type StoredTransaction } from '../../store/transactions.ts';
import { eventsWithoutCharge, isChargeRow, rowAmountsWithoutCharge } from './opening-events.ts';

/** Providers in the order of postings.csv. */
const PROVIDERS = ['apple', 'google', 'stripe'] as const;

/**
 * Every stored row of money, judged: one group at a time, charges in the order of provider and id, so that memory does
 * not grow with their number.
 */
export async function* assembledGroups(
  db: Database,
  rules: AssemblyRules,
  span: { readonly fromMs: number; readonly beforeMs: number },
): AsyncGenerator<Assembled> {
  for (const provider of PROVIDERS) {
    for await (const rows of byGroup(chargeRows(db, provider))) yield assemble(provider, rows, rules);
    for await (const row of looseRows(db, provider)) yield assembleLoose(provider, row, rules);
  }
  for await (const invoice of invoicesWithoutCharge(db, span.fromMs, span.beforeMs)) {
    const group = new AssembledGroup();
    const reason = invoice.reason as MoneyExclusionReason;
    exclude(
      group,
      reason,
      { provider: 'stripe', atMs: invoice.atMs, currency: invoice.currency, gross: invoice.total },
      rules.fx,
    );
    yield group;
  }
}

function assemble(
  provider: (typeof PROVIDERS)[number],
  rows: readonly StoredTransaction[],
  rules: AssemblyRules,
): Assembled {
  if (rows.some((row) => row.conflict)) return contradiction(rows);
  const opening = rows.find((row) => row.kind === OPENING_KIND);
  if (opening !== undefined) {
    const others = rows.filter((row) => row.kind !== OPENING_KIND);
    if (others.some(isChargeRow)) return assemble(provider, others, rules);
    const rowAmounts = rowAmountsWithoutCharge(opening, others, rules);
    return assembleOpening(opening, eventsWithoutCharge(opening, others), rowAmounts, rules);
  }
  switch (provider) {
    case 'stripe': {
      const body = rows.find((row) => row.invoiceBody !== null);
      const invoice = body?.invoiceBody == null ? null : readInvoice(body.invoiceBody);
      const known = invoice === null ? null : { invoice, conflict: body?.invoiceConflict === true };
      return assembleStripeCharge(rows, known, rules);
    }
    case 'apple':
      return assembleAppleSales(rows, rules);
    case 'google':
      return assembleGoogleOrder(rows, rules);
  }
}

function assembleLoose(provider: (typeof PROVIDERS)[number], row: StoredTransaction, rules: AssemblyRules): Assembled {
  if (row.conflict) return contradiction([row]);
  if (provider === 'stripe') return assembleStripeRest(row, rules);
  return provider === 'google' ? assembleGoogleOrder([row], rules) : assembleAppleSales([row], rules);
}

/** Two exports state one transaction differently: its whole charge waits for a person. */
function contradiction(rows: readonly StoredTransaction[]): Assembled {
  const group = new AssembledGroup();
  const told = new Set<string>();
  for (const row of rows) {
    const id = row.rowId ?? row.group;
    if (!row.conflict || told.has(id)) continue;
    told.add(id);
    group.findings.push({
      code: 'conflicting-transaction',
      subject: id,
      month: monthOfInstant(row.atMs),
      what: `two exports state transaction ${id} differently`,
      source: row.source,
    });
  }
  return group;
}

/** Consecutive rows of one group. */
async function* byGroup(rows: AsyncIterable<StoredTransaction>): AsyncGenerator<StoredTransaction[]> {
  let group: StoredTransaction[] = [];
  for await (const row of rows) {
    if (group[0] !== undefined && group[0].group !== row.group) {
      yield group;
      group = [];
    }
    group.push(row);
  }
  if (group.length > 0) yield group;
}
