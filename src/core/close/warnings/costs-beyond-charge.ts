import { formatMicro } from '../../money/micro.ts';
import { type ChargeHistory, planAmounts } from '../../revenue/charge-history.ts';
import type { Warning } from './warning.ts';

/**
 * A charge that brings nothing, or less: its fee and its tax are all of its gross or more, over all of its plan lines. A small
 * charge may be so (a fixed fee on a few cents), so nothing waits for it; it posts as the provider prints it (R3).
 */
export function costsBeyondCharge(charge: ChargeHistory): Warning | null {
  const { gross, tax, fee } = planAmounts(charge);
  const net = gross - tax - fee;
  if (gross < 0n || net > 0n || (gross === 0n && net === 0n)) return null;
  const how = net === 0n ? 'all of' : 'more than';
  return {
    code: 'costs-beyond-charge',
    provider: charge.provider,
    subject: charge.id,
    amount: net,
    what: `a fee of ${formatMicro(fee)} and a tax of ${formatMicro(tax)} are ${how} the charge of ${formatMicro(gross)}`,
    source: charge.source,
  };
}
