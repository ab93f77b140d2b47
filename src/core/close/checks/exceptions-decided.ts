import { formatMonth } from '../../month/month.ts';
import { type Gate, type GateInput, ok } from './gate.ts';

/** The name of the gate that stands for all exceptions. */
export const EXCEPTIONS_GATE = 'exceptions';

/** No exception is left without a decision. */
export function exceptionsDecided({ month, close }: GateInput): Gate {
  const name = EXCEPTIONS_GATE;
  const open = close.findings.filter((finding) => finding.decision === null);
  if (open.length === 0) {
    const decided = close.findings.length;
    return ok(name, decided === 0 ? 'there are none' : `${decided} decided, none open`);
  }
  const counts = new Map<string, number>();
  for (const { code } of open) counts.set(code, (counts.get(code) ?? 0) + 1);
  const codes = [...counts].map(([code, count]) => (count === 1 ? code : `${count} ${code}`)).join(', ');
  const text = formatMonth(month);
  return {
    name,
    state: 'open',
    why: `${open.length} of ${close.findings.length} open: ${codes}`,
    remedy: `revshare exceptions ${text} --export FILE, fill in decision and note, then --apply FILE; or mend the inputs.`,
  };
}
