import { describe, expect, it } from 'vitest';
import { actText } from './next-payout-command.ts';

describe('a batch after an act', () => {
  it('says by what it is paid once it is released, and what comes after that', () => {
    expect(actText('2026-10', 'ab', 'released')).toBe(
      '2026-10  released\nbatch ab\n2026-10/payout/PAYING.txt among the reports says how it is paid\n\nnext  revshare payouts 2026-10 --record FILE\n',
    );
    expect(actText('2026-10', 'ab', 'already-released')).toBe(
      '2026-10  already released\nbatch ab\n\nnext  revshare payouts 2026-10 --record FILE\n',
    );
    expect(actText('2026-10', 'ab', 'voided')).toMatch(/batch ab\n\nnext {2}revshare payouts 2026-10\n$/);
  });
});
