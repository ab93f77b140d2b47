import type { MoneyExclusionReason } from '../../../core/close/exclusion.ts';
import type { LedgerCover } from '../../../core/close/inputs/ledger-cover.ts';
import { utcDate } from '../../../core/month/utc-date.ts';
import {
  type Assembled,
  AssembledGroup,
  type AssemblyRules,
  type StoredTransaction,
} from '../../../core/revenue/assembled.ts';
import type { Provider } from '../../../core/revenue/provider.ts';
import { exclusionOf } from '../../../sources/fates/exclude.ts';
import { ROWS_OF } from '../../../sources/providers.ts';
import { assembleOpening, OPENING_KIND, withReplacedOpenings } from '../../../sources/small/opening-charge.ts';
import { readInvoice } from '../../../sources/stripe/invoice-body.ts';
import { judgePayment, reasonInTerm } from '../../../sources/stripe/invoice-without-charge.ts';
import type { Database } from '../../../store/database/open-store.ts';
import { type InvoiceWithoutCharge, invoicesWithoutCharge } from '../../../store/inputs/stripe-invoices.ts';
import { chargeRows, looseRows, storedProviders } from '../../../store/inputs/transactions.ts';
import { CopiesInConflict } from './copies-in-conflict.ts';
import { linkedRows } from './linked-rows.ts';

/** Rows that belong together, and what they turned out to be. */
export interface JudgedRows {
  /** None of an invoice that no row names. */
  readonly rows: readonly StoredTransaction[];
  readonly group: Assembled;
}

/**
 * Every stored row of money, judged: one group at a time, charges in the order of provider and id, so that memory does
 * not grow with their number.
 */
export async function* assembledGroups(
  db: Database,
  rules: AssemblyRules,
  span: { readonly fromMs: number; readonly beforeMs: number },
  covers: readonly LedgerCover[],
): AsyncGenerator<JudgedRows> {
  for (const provider of await storedProviders(db)) yield* groupsOfProvider(db, provider, rules);
  for await (const invoice of invoicesWithoutCharge(db, span.fromMs, span.beforeMs)) {
    yield { rows: [], group: withoutCharge(invoice, covers, rules) };
  }
}

/** Every stored row of a provider, judged in the same way. */
export async function* groupsOfProvider(
  db: Database,
  provider: Provider,
  rules: AssemblyRules,
): AsyncGenerator<JudgedRows> {
  const { familyOf, chargesOf } = ROWS_OF[provider];
  const conflicts = await CopiesInConflict.of(db, provider, rules);
  const linked = await linkedRows(db, provider, conflicts);
  for await (const family of inGroups(chargeRows(db, provider), ({ group }) => familyOf(group)))
    for (const rows of chargesOf(linked.withUnnamed(family)))
      yield { rows, group: conflicts.judge(rows, (counting) => assemble(provider, counting, rules)) };
  yield* judgedLoose(linked.without(looseRows(db, provider)), rules, conflicts);
}

/** Rows without an id are told apart by nothing but their content: those of one day stand side by side. */
async function* judgedLoose(
  loose: AsyncIterable<StoredTransaction>,
  rules: AssemblyRules,
  conflicts: CopiesInConflict,
): AsyncGenerator<JudgedRows> {
  const { assembleLoose } = ROWS_OF[conflicts.provider];
  for await (const rows of inGroups(loose, ({ rowId, atMs }) => rowId ?? utcDate(atMs)))
    yield { rows, group: conflicts.judge(rows, (counting) => assembleLoose(counting, rules)) };
}

/**
 * Stored charges that somebody asks about: the rows of each and what they turned out to be. Others may come with them.
 *
 * @param inputs SHA-256 of the inputs whose rows count; all without it
 */
export async function* groupsOfCharges(
  db: Database,
  rules: AssemblyRules,
  charges: readonly { readonly provider: Provider; readonly charge: string }[],
  inputs?: ReadonlySet<string>,
): AsyncGenerator<JudgedRows> {
  for (const provider of await storedProviders(db)) {
    const { familyOf, chargesOf } = ROWS_OF[provider];
    const own = charges.filter((each) => each.provider === provider);
    // Equal sales of Apple are `ID`, `ID#2`: they are one group.
    const families = [...new Set(own.map(({ charge }) => familyOf(charge.replace(/#\d+$/, ''))))];
    if (families.length === 0) continue;
    const conflicts = await CopiesInConflict.of(db, provider, { ...rules, inputs });
    const linked = await linkedRows(db, provider, conflicts);
    for (let from = 0; from < families.length; from += FAMILIES_AT_ONCE) {
      const rows = ofInputs(chargeRows(db, provider, families.slice(from, from + FAMILIES_AT_ONCE)), inputs);
      for await (const family of inGroups(rows, ({ group }) => familyOf(group)))
        for (const each of chargesOf(linked.withUnnamed(family)))
          yield { rows: each, group: conflicts.judge(each, (counting) => assemble(provider, counting, rules)) };
    }
  }
}

const FAMILIES_AT_ONCE = 100;

async function* ofInputs(
  rows: AsyncIterable<StoredTransaction>,
  inputs: ReadonlySet<string> | undefined,
): AsyncGenerator<StoredTransaction> {
  for await (const row of rows) if (inputs === undefined || inputs.has(row.source.input)) yield row;
}

/** Stored rows that name no charge, by their own ids (null: all of them), judged as a close judges them. */
export async function* groupsOfLooseRows(
  db: Database,
  rules: AssemblyRules,
  provider: Provider,
  rowIds: readonly string[] | null,
): AsyncGenerator<JudgedRows> {
  yield* judgedLoose(looseRows(db, provider, rowIds), rules, await CopiesInConflict.of(db, provider, rules));
}

function withoutCharge(
  invoice: InvoiceWithoutCharge,
  covers: readonly LedgerCover[],
  rules: AssemblyRules,
): AssembledGroup {
  const group = new AssembledGroup();
  const told = reasonInTerm(invoice.reason as MoneyExclusionReason, invoice.overlapsPaidTerm);
  const { reason, finding } =
    told === 'no-ledger-row'
      ? judgePayment({ ...readInvoice(invoice.body), ...invoice }, covers, rules.decisions)
      : { reason: told, finding: null };
  const { atMs, currency, total } = invoice;
  if (finding !== null) group.report(finding, []);
  if (reason !== null) {
    group.leaveOut(exclusionOf(reason, { provider: 'stripe', atMs, currency, gross: total }, rules.fx), []);
  }
  return group;
}

/** The rows of a charge, none of which is in conflict. */
function assemble(provider: Provider, rows: readonly StoredTransaction[], rules: AssemblyRules): Assembled {
  const [opening, ...copies] = rows.filter((row) => row.kind === OPENING_KIND);
  if (opening === undefined) return ROWS_OF[provider].assemble(rows, rules);
  const others = rows.filter((row) => row.kind !== OPENING_KIND);
  if (!others.some(ROWS_OF[provider].isCharge))
    return withReplacedOpenings(copies, assembleOpening(opening, others, rules), rules);
  return withReplacedOpenings([opening, ...copies], ROWS_OF[provider].assemble(others, rules), rules);
}

/** Consecutive rows of one key. */
async function* inGroups(
  rows: AsyncIterable<StoredTransaction>,
  keyOf: (row: StoredTransaction) => string,
): AsyncGenerator<StoredTransaction[]> {
  let group: StoredTransaction[] = [];
  for await (const row of rows) {
    if (group[0] !== undefined && keyOf(group[0]) !== keyOf(row)) {
      yield group;
      group = [];
    }
    group.push(row);
  }
  if (group.length > 0) yield group;
}
