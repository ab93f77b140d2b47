import { exactFromMicro, formatExact } from '../../money/exact-decimal.ts';
import { formatMicro } from '../../money/micro.ts';
import { type Gate, type GateInput, ok } from './gate.ts';

/** R10, R13: parts + dust = distributable, and pool + carried in = distributed + carried out. */
export function poolIdentity({ close }: GateInput): Gate {
  const name = 'pool-identity';
  const { pool, carriedIn, carriedOut, parts, dust, distributable, distributed } = close.pool;
  const ofParts = parts.reduce((sum, part) => sum + part.earned, 0n);
  const faults: string[] = [];
  if (ofParts !== distributed)
    faults.push(`the parts sum to ${formatMicro(ofParts)}, distributed is ${formatMicro(distributed)}`);
  if (ofParts + dust !== distributable) {
    faults.push(
      `parts ${formatMicro(ofParts)} and dust ${formatMicro(dust)} are not distributable ${formatMicro(distributable)}`,
    );
  }
  const going = exactFromMicro(distributed).plus(carriedOut);
  if (!pool.plus(carriedIn).equals(going)) {
    faults.push(
      `pool and carried in ${formatExact(pool.plus(carriedIn))} are not distributed and carried out ${formatExact(going)}`,
    );
  }
  if (faults.length === 0)
    return ok(name, 'parts and dust are the distributable pool; what comes in goes out or is carried on');
  return {
    name,
    state: 'blocked',
    why: faults.join('; '),
    remedy: 'This is a fault of revshare: report it, and do not pay.',
  };
}
