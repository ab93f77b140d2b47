import { Exact, exactFromMicro, exactFromText } from '../../money/exact-decimal.ts';
import { formatMicro, type MicroUsd } from '../../money/micro.ts';
import { addMonths, formatMonth } from '../../month/month.ts';
import { type Gate, type GateInput, ok } from './gate.ts';

/** Net revenue that changed against the month before by more than close.flux_limit needs a person's reason. */
export function flux(input: GateInput): Gate {
  const name = 'flux';
  const { month, fluxLimit, previousNetRevenue: before } = input;
  if (before === null) return ok(name, 'there is no month before');
  if (fluxLimit === null) return ok(name, 'revshare.yaml sets no close.flux_limit');
  const now = input.close.pool.netRevenue;
  const limit = exactFromText(fluxLimit);
  const allowed = exactFromMicro(before).abs().times(limit);
  const change = exactFromMicro(now - before).abs();
  const amounts = `net revenue ${formatMicro(now)} after ${formatMicro(before)} in ${formatMonth(addMonths(month, -1))}`;
  const inPercent = changeInPercent(now, before);
  const shown = [amounts, inPercent ?? []].flat().join(', ');
  if (change.lessThanOrEqualTo(allowed)) return ok(name, `${shown}, within ${percent(limit)}`);
  return {
    name,
    state: 'open',
    why: `${shown}, beyond ${percent(limit)}`,
    remedy: `Find out why, then: revshare status ${formatMonth(month)} --acknowledge-flux "the reason"`,
    // As it is printed: a late cent is no other change.
    needsReason: { code: 'flux', facts: [inPercent ?? `${now} after nothing`] },
  };
}

/** The change for reading, cut to a tenth of a percent; null when there is nothing to compare with. */
function changeInPercent(now: MicroUsd, before: MicroUsd): string | null {
  if (before === 0n) return null;
  const fraction = exactFromMicro(now - before).dividedBy(exactFromMicro(before).abs());
  return `${fraction.isNegative() ? '' : '+'}${fraction.times(100).toFixed(1, Exact.ROUND_DOWN)} %`;
}

function percent(fraction: Exact): string {
  return `${fraction.times(100).toFixed()} %`;
}
