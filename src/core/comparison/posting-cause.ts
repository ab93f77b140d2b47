import type { PostingKind } from '../revenue/posting.ts';
import type { Cause } from './cause.ts';

/** The cause that a posting's kind is by itself; a charge has several. */
export function causeOfKind(kind: Exclude<PostingKind, 'charge'>): Cause {
  switch (kind) {
    case 'refund':
      return 'refunds';
    case 'dispute':
      return 'disputes';
    case 'restoration':
      return 'restorations';
    case 'provider-fee':
      return 'provider-fees';
    case 'dispute-fee':
      return 'dispute-fees';
    case 'cost':
      return 'costs';
    case 'provider-true-up':
      return 'provider-true-ups';
    case 'prior-period':
      return 'prior-period';
    default:
      return kind satisfies never;
  }
}
