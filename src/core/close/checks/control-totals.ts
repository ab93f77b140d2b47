import { formatMonth } from '../../month/month.ts';
import { type Gate, type GateInput, ok } from './gate.ts';

const MOST_SHOWN = 5;

/** What the providers' own statements say ties with the rows, or the difference is explained or decided. */
export function controlTotals({ month, controls }: GateInput): Gate {
  const name = 'control-totals';
  const { compared, notCompared, unfinished, differences } = controls;
  const faults = differences.slice(0, MOST_SHOWN);
  if (differences.length > MOST_SHOWN) faults.push(`and ${differences.length - MOST_SHOWN} more differences`);
  if (notCompared.length > 0) {
    faults.push(`not whole UTC days of one month, and so not compared: ${notCompared.join(', ')}`);
  }
  if (unfinished.length > 0) {
    faults.push(`without the totals that end such a file, so that rows may be missing: ${unfinished.join(', ')}`);
  }
  if (faults.length === 0) {
    return ok(name, compared.length === 0 ? 'no control totals given' : `they agree: ${compared.join(', ')}`);
  }
  const why = faults.join('; ');
  const text = formatMonth(month);
  const steps = [
    ...(differences.length > 0
      ? [`See reconciliation.csv, and search the rows: revshare reconcile ${text} --explain-gap`]
      : []),
    ...(notCompared.length > 0 && differences.length === 0
      ? ['Export them again over whole days of one month, in UTC, with their own file names']
      : []),
    ...(unfinished.length > 0 ? [`Download ${unfinished.join(', ')} again, as it is`] : []),
  ];
  return {
    name,
    state: 'open',
    why,
    remedy: `${steps.join('. ')}; or say why it is right: revshare status ${text} --acknowledge-controls "the reason"`,
    needsReason: {
      code: 'controls',
      facts: [
        ...differences,
        ...notCompared.map((each) => `not compared ${each}`),
        ...unfinished.map((each) => `unfinished ${each}`),
      ],
    },
  };
}
