import { formatMicro } from '../../core/money/micro.ts';
import { formatMonth, type Month } from '../../core/month/month.ts';
import { type OwedAmount, owedTotals } from '../../core/payout/owed/owed.ts';
import { compareText } from '../../core/text/compare-text.ts';
import { checksumAddress } from '../../core/wallet/checksum-address.ts';
import { type Columns, count, csvText, micro, month, plain, text } from '../reports/columns.ts';
import { nextCommand } from '../terminal/next-command.ts';
import { shortWallet } from '../terminal/short-wallet.ts';
import { alignedTable } from '../terminal/text-table.ts';

/** What is owed, and when it was asked. */
export interface ShownOwed {
  /** Null where no month is final. */
  readonly through: Month | null;
  readonly amounts: readonly OwedAmount[];
  /** The final month whose payouts are to be looked at next; null where none is final. */
  readonly next: Month | null;
  /** A wallet below the minimum without points for as many months is dormant. */
  readonly dormantMonths: number;
}

type Row = OwedAmount & { readonly shown: string; readonly isDormant: boolean };

const COLUMNS = {
  month: month.of((row) => row.month),
  wallet: text.of(({ shown }) => shown),
  owed_usd: micro.of(({ owed }) => owed),
  due: plain.of(({ due }) => due),
  overdue_usd: micro.of(({ overdue }) => overdue),
  on_its_way_usd: micro.of(({ onItsWay }) => onItsWay),
  reserved_usd: micro.of(({ reserved }) => reserved),
  open_usd: micro.of(({ open }) => open),
  reason: text.of(({ reason }) => reason),
  waits_since: plain.of(({ waitsSince }) => (waitsSince === null ? '' : formatMonth(waitsSince))),
  months_without_points: count.orEmpty(({ idleMonths }) => idleMonths),
  dormant: plain.of(({ isDormant }) => (isDormant ? 'yes' : '')),
} satisfies Columns<Row>;

function rowsOf({ amounts, dormantMonths }: ShownOwed): Row[] {
  return amounts
    .map((each): Row => {
      const isDormant = each.reason === 'below-minimum' && (each.idleMonths ?? dormantMonths) >= dormantMonths;
      return { ...each, shown: checksumAddress(each.wallet), isDormant };
    })
    .sort((a, b) => a.month - b.month || compareText(a.shown, b.shown));
}

/** `owed --csv`: a row for each wallet and month that earned what is owed. */
export function owedCsv(owed: ShownOwed): string {
  return csvText(COLUMNS, rowsOf(owed));
}

/** `owed --json`. */
export function owedDocument(owed: ShownOwed): Record<string, unknown> {
  const rows = rowsOf(owed).map((row) => {
    return Object.fromEntries(Object.entries(COLUMNS).map(([name, { cell }]) => [name, cell(row)]));
  });
  return {
    through: owed.through === null ? null : formatMonth(owed.through),
    totals: totalsDocument(owed),
    amounts: rows.map(({ months_without_points: idle, dormant, ...row }) => {
      return { ...row, months_without_points: idle === '' ? null : Number(idle), dormant: dormant === 'yes' };
    }),
  };
}

function totalsDocument({ amounts }: ShownOwed): Record<string, string> {
  const { owed, overdue, onItsWay, reserved, open, belowMinimum } = owedTotals(amounts);
  return {
    owed_usd: formatMicro(owed),
    overdue_usd: formatMicro(overdue),
    on_its_way_usd: formatMicro(onItsWay),
    reserved_usd: formatMicro(reserved),
    open_usd: formatMicro(open),
    below_minimum_usd: formatMicro(belowMinimum),
  };
}

/**
 * `owed` as a person reads it.
 *
 * @param wide whole wallets
 */
export function owedText(owed: ShownOwed, wide: boolean): string {
  if (owed.through === null) return `no month is final yet: nothing is owed\n${nextCommand('status')}`;
  const rows = rowsOf(owed).map((row) => [
    formatMonth(row.month),
    wide ? row.shown : shortWallet(row.shown),
    formatMicro(row.owed),
    row.due,
    row.overdue > 0n ? 'overdue' : '',
    whereItIs(row),
  ]);
  const totals = Object.entries(totalsDocument(owed)).map(([name, amount]) => {
    return [name.replace(/_usd$/, '').replaceAll('_', ' '), amount];
  });
  const header = ['month', 'wallet', 'owed', 'due', '', ''];
  const table = rows.length === 0 ? [] : [alignedTable([header, ...rows])];
  const next = nextCommand(`payouts ${formatMonth(owed.next ?? owed.through)} --status`);
  return `${[...table, alignedTable(totals)].join('\n\n')}\n${next}`;
}

function whereItIs({ onItsWay, reserved, open, reason, waitsSince, isDormant }: Row): string {
  const parts = [
    onItsWay > 0n ? `${formatMicro(onItsWay)} on its way` : '',
    reserved > 0n ? `${formatMicro(reserved)} reserved` : '',
    open > 0n && reason !== '' ? `${reason}${waitsSince === null ? '' : ` since ${formatMonth(waitsSince)}`}` : '',
    isDormant ? 'dormant' : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}
