import type { Policy } from '../config/policy.ts';
import { monthGatesOf } from '../core/close/checks/all-gates.ts';
import type { Gate } from '../core/close/checks/gate.ts';
import type { Month } from '../core/month/month.ts';
import type { Database } from '../store/open-store.ts';
import type { ClosedMonth } from './close-month.ts';
import { gateInput } from './gate-input.ts';
import type { Workspace } from './workspace.ts';

/** Every gate of a month, in their order. */
export async function monthGates(
  db: Database,
  workspace: Workspace,
  policy: Policy,
  month: Month,
  asOfMs: number,
  closed: ClosedMonth,
): Promise<readonly Gate[]> {
  return monthGatesOf(await gateInput(db, workspace, policy, month, asOfMs, closed));
}
