import { type Gate, type GateInput, ok } from './gate.ts';

const MOST_SHOWN = 5;

/** R3: every amount in another currency has its rate. No decision stands in for one. */
export function fxPresent({ close }: GateInput): Gate {
  const name = 'fx';
  const missing = close.findings.filter((finding) => finding.code === 'fx-missing');
  if (missing.length === 0) return ok(name, 'no rate is missing');
  const shown = missing.slice(0, MOST_SHOWN).map((finding) => finding.what);
  const more = missing.length > MOST_SHOWN ? `; and ${missing.length - MOST_SHOWN} more` : '';
  return { name, state: 'open', why: `${shown.join('; ')}${more}`, remedy: 'Add the rates to fx.csv and import it.' };
}
