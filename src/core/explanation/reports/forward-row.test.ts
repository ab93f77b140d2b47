import { describe, expect, it } from 'vitest';
import { figure, outlined, reportRow } from '../../../../test/judging/outlined.ts';
import { type ForwardFigures, forwardCell } from './forward-row.ts';

/** 30.00 of two groups come in November; half of it is committed. */
function figures(committed: string): ForwardFigures {
  const cells = {
    later_month: '2026-11',
    provider: 'stripe',
    deferred_usd: '30.000000',
    committed_pool_usd: committed,
  };
  return {
    row: reportRow('forward.csv', cells),
    parts: [figure('annual', '10'), figure('monthly', '20')],
    share: '0.5',
  };
}

const DEFERRED = [
  'recognised in 2026-11 of what was charged so far: stripe: 30.000000 USD | 10.000000 + 20.000000 | R5 | if nothing more happens to these charges | forward.csv:3:deferred_usd',
  '+ annual: 10.000000 USD',
  '+ monthly: 20.000000 USD',
];

describe('a cell of forward.csv', () => {
  it('of what is deferred is the sum of what charges bring', () => {
    expect(outlined(forwardCell(figures('15.000000'), null))).toEqual(DEFERRED);
    expect(outlined(forwardCell(figures('15.000000'), 'deferred_usd'))).toEqual(DEFERRED);
  });

  it('of what is committed is the share of it', () => {
    const [head, ...behind] = outlined(forwardCell(figures('15.000000'), 'committed_pool_usd'));
    expect(head).toBe(
      'pool that 2026-11 has committed already: 15.000000 USD | 30.000000 * 0.5 | R10 | forward.csv:3:committed_pool_usd',
    );
    expect(behind).toEqual([`* ${DEFERRED[0]}`, `  ${DEFERRED[1]}`, `  ${DEFERRED[2]}`]);
  });

  it('of what is committed by another share says so, and is no figure where none is stated', () => {
    expect(outlined(forwardCell(figures('12.0000005'), 'committed_pool_usd'))[0]).toBe(
      'pool that 2026-11 has committed already: 12.0000005 USD | by the share of that month | R10 | forward.csv:3:committed_pool_usd',
    );
    expect(forwardCell(figures(''), 'committed_pool_usd')).toBeNull();
    expect(forwardCell(figures('15.000000'), 'provider')).toBeNull();
  });
});
