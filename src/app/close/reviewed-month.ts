import type { Gate } from '../../core/close/checks/gate.ts';
import type { ReconciliationLine } from '../../core/reconciliation/reconciliation-line.ts';
import type { ReconcileResult } from '../../render/month/reconcile-json.ts';
import type { WrittenReports } from './reports/written-reports.ts';

/** An open month as it was computed, and the reports that say it: all that a run which finds nothing new takes over. */
export interface ReviewedMonth extends ReconcileResult {
  readonly state: 'estimate' | 'review';
  readonly gates: readonly Gate[];
  /** The lines of reconciliation.csv. */
  readonly lines: readonly ReconciliationLine[];
  /** What is told of the policy; null where nothing is. */
  readonly policyChange: string | null;
  readonly written: WrittenReports;
  /** Of the program that wrote them. */
  readonly version: string;
}
