import { netOf } from '../../money/components.ts';
import { formatMicro } from '../../money/micro.ts';
import { type Gate, type GateInput, ok } from './gate.ts';

/**
 * The closing deferred balance is the same from the ledger (what charges brought, less what the books posted), from the
 * remaining schedules, and rolled forward from the month before.
 */
export function deferredBalance({ close }: GateInput): Gate {
  const name = 'deferred-balance';
  const { mismatches, rollforward } = close.deferral;
  const closing = rollforward.reduce((sum, row) => sum + netOf(row.closing), 0n);
  if (mismatches.length === 0) {
    return ok(name, `${formatMicro(closing)} deferred: postings, remaining schedules and roll-forward agree`);
  }
  return {
    name,
    state: 'blocked',
    why: mismatches.join('; '),
    remedy: 'This is a fault of revshare: report it, and do not pay.',
  };
}
