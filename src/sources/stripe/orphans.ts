import type { Finding } from '../../core/close/finding.ts';
import { monthOfInstant } from '../../core/month/month.ts';
import type { AssembledGroup, AssemblyRules, SourcedTransaction } from '../../core/revenue/assembled.ts';
import { isAcceptedOrphan, type OrphanAmount, withAcceptedOrphans } from '../fates/accepted-orphans.ts';
import { isOfCharge, meaningOfRow } from './categories.ts';
import { bookUnknown } from './unknown-rows.ts';

/**
 * R8: rows of a charge that is not in the data, or is there in another currency, so that their amounts do not compare. What
 * takes an accepted orphan back posts in its own month too.
 */
export function assembleOrphans(
  group: AssembledGroup,
  rows: readonly SourcedTransaction[],
  rules: AssemblyRules,
  charge: SourcedTransaction | null = null,
): void {
  const isBack = (row: SourcedTransaction): boolean => meaningOfRow(row) === 'restoration';
  const orphans = rows.filter((row) => isOfCharge(meaningOfRow(row)) && !isBack(row)).map(stripeOrphan);
  const accepted = orphans.filter((orphan) => isAcceptedOrphan(orphan, rules)).map(({ row }) => row);
  const restored: SourcedTransaction[] = [];
  for (const row of rows) {
    if (!isOfCharge(meaningOfRow(row))) bookUnknown(group, row, rules);
    else if (isBack(row) && row.gross <= openOf(row, accepted, restored)) restored.push(row);
    else reportOrphan(group, row, charge);
  }
  withAcceptedOrphans(group, orphans, rules, restored.map(stripeOrphan));
}

/** What an earlier row of the same refund or dispute took and nothing has brought back yet. */
function openOf(
  { sourceId, currency, atMs }: SourcedTransaction,
  taken: readonly SourcedTransaction[],
  restored: readonly SourcedTransaction[],
): bigint {
  const before = taken.filter((row) => row.sourceId === sourceId && row.currency === currency && row.atMs <= atMs);
  const back = restored.filter((row) => row.sourceId === sourceId);
  return [...before, ...back].reduce((open, { gross }) => open - gross, 0n);
}

/** An orphan as a reduction of its own month: Stripe names no tax, and the row's fee is its own. */
function stripeOrphan(row: SourcedTransaction): OrphanAmount {
  const meaning = meaningOfRow(row);
  return {
    row,
    subject: row.rowId ?? row.sourceId,
    kind: meaning === 'dispute' || meaning === 'restoration' ? meaning : 'refund',
    amounts: { gross: row.gross, tax: 0n, fee: 0n },
    ownFee: row.fee,
    feeKind: row.kind === 'dispute' || row.kind === 'dispute_reversal' ? 'dispute-fee' : 'provider-fee',
  };
}

/** R8: a refund or dispute whose charge is not in the data, or not in its currency, posts nothing. */
function reportOrphan(group: AssembledGroup, row: SourcedTransaction, charge: SourcedTransaction | null): void {
  const restoration = meaningOfRow(row) === 'restoration';
  const finding: Finding = {
    code: restoration ? 'orphan-restoration' : 'orphan',
    subject: row.rowId ?? row.sourceId,
    month: monthOfInstant(row.atMs),
    what:
      row.group === ''
        ? `${row.kind} ${row.sourceId} names no charge`
        : `${row.kind} ${row.sourceId} is of charge ${row.group}, ${whyOrphan(row, charge)}`,
    source: row.source,
    cause: row.kind,
  };
  group.report(finding, [row]);
}

function whyOrphan({ currency }: SourcedTransaction, charge: SourcedTransaction | null): string {
  if (charge === null) return 'which is not in the data';
  return `which is in the data in ${charge.currency}, and this row in ${currency}: accept it as a reduction of its own month`;
}
