import type { CostItem } from '../../core/close/costs.ts';
import type { Subscriber } from '../../core/close/two-stores.ts';
import { type Month, parseMonth } from '../../core/month/month.ts';
import type { FxRow } from '../../core/revenue/fx-table.ts';
import type { UsagePolicy } from '../../core/usage/month-usage.ts';
import type { CostRow } from '../../sources/small/costs-file.ts';
import type { ParticipationRow, WalletLinkRow } from '../../sources/small/wallet-files.ts';
import { listImports } from '../../store/imports.ts';
import type { Database } from '../../store/open-store.ts';
import { activeSmallRows } from '../../store/small-rows.ts';

/** What the small files in force say. */
export interface SmallFacts {
  readonly fx: readonly FxRow[];
  readonly costs: readonly CostItem[];
  /** Which subscriptions are one account's. */
  readonly subscribers: readonly Subscriber[];
  readonly walletLinks: UsagePolicy['walletLinks'];
  /** Null without the file: every worker participates. */
  readonly participation: UsagePolicy['participation'];
}

export async function readSmallFacts(db: Database): Promise<SmallFacts> {
  const imports = await listImports(db);
  const hasParticipation = imports.some((record) => record.kind === 'participation' && record.active);
  const costs = await activeSmallRows(db, 'costs');
  return {
    fx: await rowsOf<FxRow>(db, 'fx'),
    costs: costs.map(({ body, sha256, line }) => costItem(JSON.parse(body) as CostRow, { input: sha256, line })),
    subscribers: await rowsOf<Subscriber>(db, 'subscribers'),
    walletLinks: await rowsOf<WalletLinkRow>(db, 'wallet-links'),
    participation: hasParticipation ? await rowsOf<ParticipationRow>(db, 'participation') : null,
  };
}

async function rowsOf<Row>(db: Database, kind: string): Promise<Row[]> {
  return (await activeSmallRows(db, kind)).map(({ body }) => JSON.parse(body) as Row);
}

function costItem(row: CostRow, source: CostItem['source']): CostItem {
  return {
    month: parseMonth(row.month) as Month,
    description: row.description,
    amount: BigInt(row.amount),
    months: row.months,
    source,
  };
}
