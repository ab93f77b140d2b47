import type { ControlTotals } from '../../../core/close/checks/gate.ts';
import { formatMicro } from '../../../core/money/micro.ts';
import type { ReconciliationLine } from '../../../core/reconciliation/reconciliation-line.ts';
import type { MonthReconciliation } from './reconciliation.ts';

/**
 * What the gate looks at of a month's reconciliation: the statements that were compared and the lines that nothing
 * explains. Google's earnings are no statement beside the rows: they show there only when they do not tie.
 */
export function controlTotalsOf({ lines, compared, notCompared }: MonthReconciliation): ControlTotals {
  const statements = compared.filter(({ kind }) => kind !== 'google-earnings');
  return {
    compared: statements.map(({ name }) => name),
    notCompared,
    unfinished: statements.filter(({ unfinished }) => unfinished).map(({ name }) => name),
    differences: lines.filter(({ status }) => status === 'unexplained').map(shown),
  };
}

function shown({ provider, source, category, currency, ours, theirs, unexplained }: ReconciliationLine): string {
  const amounts = `${formatMicro(ours)} of ours, ${formatMicro(theirs)} of theirs`;
  return `${provider} ${source}: ${category} ${currency} has ${amounts}, not explained ${formatMicro(unexplained)}`;
}
