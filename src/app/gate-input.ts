import type { Policy } from '../config/policy.ts';
import type { GateInput } from '../core/close/checks/gate.ts';
import type { Month } from '../core/month/month.ts';
import { listImports } from '../store/imports.ts';
import type { Database } from '../store/open-store.ts';
import type { ClosedMonth } from './close-month.ts';
import type { Workspace } from './workspace.ts';

/** Gathers what the gates look at. */
export async function gateInput(
  db: Database,
  _workspace: Workspace,
  policy: Policy,
  month: Month,
  asOfMs: number,
  closed: ClosedMonth,
): Promise<GateInput> {
  const imports = (await listImports(db)).filter((record) => record.active);
  return {
    month,
    firstMonth: policy.firstMonth,
    asOfMs,
    close: closed.close,
    books: closed.books,
    imports,
    marks: [],
    longestJobGap: null,
    jobGapHours: 24,
    fluxLimit: null,
    previousNetRevenue: null,
    fluxReason: null,
    rowAccounts: [],
    shrunkLists: [],
    controlDifferences: [],
  };
}
