import { formatMonth } from '../../month/month.ts';
import { type Gate, type GateInput, ok } from './gate.ts';

const MOST_SHOWN = 5;

/** The providers' own totals tie with the rows, where they were given. */
export function controlTotals({ month, controls, controlsReason }: GateInput): Gate {
  const name = 'control-totals';
  const { compared, notCompared, differences } = controls;
  const faults = differences.slice(0, MOST_SHOWN);
  if (differences.length > MOST_SHOWN) faults.push(`and ${differences.length - MOST_SHOWN} more differences`);
  if (notCompared.length > 0) faults.push(`not compared by this version: ${notCompared.join(', ')}`);
  if (faults.length === 0) {
    return ok(name, compared.length === 0 ? 'no control totals given' : `they tie: ${compared.join(', ')}`);
  }
  const why = faults.join('; ');
  if (controlsReason !== null) return ok(name, `${why}; acknowledged: ${controlsReason}`);
  const first =
    differences.length > 0
      ? 'Export the itemized report and the summary again over the same days, in UTC'
      : 'Compare them by hand';
  return {
    name,
    state: 'open',
    why,
    remedy: `${first}, or say why it is right: revshare status ${formatMonth(month)} --acknowledge-controls "the reason"`,
  };
}
