import type { CostItem } from '../../../core/close/costs.ts';
import type { SmallRowKind, SmallRows } from '../../../core/close/inputs/small-rows.ts';
import type { RateItem } from '../../../core/close/warnings/rate-warnings.ts';
import type { Subscriber } from '../../../core/close/warnings/two-stores.ts';
import type { FxRow } from '../../../core/revenue/fx-table.ts';
import type { UsagePolicy } from '../../../core/usage/month-usage.ts';
import type { Database } from '../../../store/database/open-store.ts';
import { listImports } from '../../../store/inputs/imports.ts';
import { activeSmallRows } from '../../../store/inputs/small-rows.ts';

/** What the small files in force say. */
export interface SmallFacts {
  readonly fx: readonly FxRow[];
  /** The same with the lines that state them. */
  readonly rates: readonly RateItem[];
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
  const fx = await activeSmallRows(db, 'fx');
  return {
    fx: fx.map(({ row }) => row),
    rates: fx.map(({ row, source }) => ({ ...row, source })),
    costs: costs.map(({ row, source }) => ({ ...row, source })),
    subscribers: await rowsOf(db, 'subscribers'),
    walletLinks: await rowsOf(db, 'wallet-links'),
    participation: hasParticipation ? await rowsOf(db, 'participation') : null,
  };
}

async function rowsOf<Kind extends SmallRowKind>(db: Database, kind: Kind): Promise<SmallRows[Kind][]> {
  return (await activeSmallRows(db, kind)).map(({ row }) => row);
}
