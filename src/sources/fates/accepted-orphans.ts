import { type Components, isNothing } from '../../core/money/components.ts';
import { convertComponents, convertHalfEven } from '../../core/money/fx-rate.ts';
import { type Month, monthOfInstant } from '../../core/month/month.ts';
import type { AssembledGroup, AssemblyRules, SourcedTransaction } from '../../core/revenue/assembled.ts';
import type { ChargeHistory, RowAmount } from '../../core/revenue/charge-history.ts';
import { rateMissing } from '../../core/revenue/rate-missing.ts';

/** What an orphan takes back, as components of a posting in its own currency. */
export interface OrphanAmount {
  readonly row: SourcedTransaction;
  /** The subject of its exception. */
  readonly subject: string;
  readonly kind: 'refund' | 'dispute' | 'restoration';
  readonly amounts: Components;
  /** The fee that the row carries itself, and what it is. */
  readonly ownFee: bigint;
  readonly feeKind: 'provider-fee' | 'dispute-fee';
}

/** Whether a person accepted an orphan as a reduction of its own month. */
export function isAcceptedOrphan({ row, subject }: OrphanAmount, { decisions }: AssemblyRules): boolean {
  return decisions.on('orphan', subject, monthOfInstant(row.atMs))?.decision === 'accept';
}

/**
 * R8: orphans that a person accepted post as reductions of their own month, booked under the charge they name: when
 * the charge arrives later, the difference posts by R16. The others post nothing.
 *
 * @param restored what takes accepted ones back: it posts too
 */
export function withAcceptedOrphans(
  group: AssembledGroup,
  orphans: readonly OrphanAmount[],
  rules: AssemblyRules,
  restored: readonly OrphanAmount[] = [],
): AssembledGroup {
  const accepted = [...orphans.filter((orphan) => isAcceptedOrphan(orphan, rules)), ...restored];
  const [first] = accepted;
  if (first === undefined) return group;
  const id = first.row.group === '' ? first.subject : first.row.group;
  const taken = accepted.map((orphan) => ({ row: orphan.row, amounts: ownMonthAmounts(group, orphan, rules) }));
  bookBeside(group, id, taken);
  return group;
}

/** Books rows that post by themselves with the charge of that id, where the group has it: an id names one charge. */
function bookBeside(group: AssembledGroup, id: string, rows: readonly OwnRow[]): void {
  const at = group.charges.findIndex((charge) => charge.id === id);
  const charge = group.charges[at];
  if (charge === undefined) {
    bookWithoutCharge(group, id, rows);
    return;
  }
  const rowAmounts = rows.flatMap(({ amounts }) => amounts);
  group.book({ ...charge, rowAmounts: [...charge.rowAmounts, ...rowAmounts] }, rowAmounts);
  group.charges.splice(at, 1, ...group.charges.splice(-1));
}

/** A row that posts by itself, and what it posts. */
export interface OwnRow {
  readonly row: SourcedTransaction;
  readonly amounts: readonly RowAmount[];
}

/** Books rows that post by themselves under an id whose charge is not in the data. */
export function bookWithoutCharge(group: AssembledGroup, id: string, rows: readonly OwnRow[]): void {
  const [first] = rows;
  if (first === undefined) return;
  const rowAmounts = rows.flatMap(({ amounts }) => amounts);
  const charge: ChargeHistory = {
    provider: first.row.provider,
    id,
    subscription: '',
    atMs: first.row.atMs,
    month: Math.min(...rows.map(({ row }) => monthOfInstant(row.atMs))) as Month,
    currency: 'USD',
    rate: null,
    printed: { gross: 0n, tax: 0n },
    planWeight: { part: 1n, whole: 1n },
    lines: [],
    taxFollowsGross: false,
    events: [],
    rowAmounts,
    source: first.row.source,
  };
  group.book(charge, rowAmounts);
}

/** At its own date's rate (R3). */
function ownMonthAmounts(
  group: AssembledGroup,
  { row, subject, kind, feeKind, amounts, ownFee }: OrphanAmount,
  rules: AssemblyRules,
): RowAmount[] {
  const month = monthOfInstant(row.atMs);
  const rate = rules.fx.rateOn(row.currency, row.atMs);
  if (rate === undefined) {
    group.report(rateMissing(`${row.kind} of ${subject}`, subject, row), [row]);
    return [];
  }
  const common = { month, sourceId: row.sourceId, source: row.source };
  const taken: RowAmount = {
    ...common,
    atMs: row.atMs,
    kind,
    amounts: convertComponents(amounts, rate),
  };
  const fee: RowAmount = {
    ...common,
    kind: feeKind,
    amounts: { gross: 0n, tax: 0n, fee: convertHalfEven(ownFee, rate) },
  };
  return [taken, fee].filter((each) => !isNothing(each.amounts));
}
