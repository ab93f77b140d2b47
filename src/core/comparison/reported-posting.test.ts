import { expect, it } from 'vitest';
import { month } from '../../../test/worlds/charges.ts';
import { posting } from '../../../test/worlds/postings.ts';
import { exactFromText } from '../money/exact-decimal.ts';
import { reportedPosting } from './reported-posting.ts';

it('a posting is told with its covered months, its rate as text and the place that it cites', () => {
  const own = posting({
    ...{ coverage: { first: month('2026-10'), months: 12, k: 1 }, currency: 'EUR', rate: exactFromText('1.10') },
    ...{ line: 'il_1', event: 're_1', source: { input: 'ab'.repeat(32), line: 7 } },
  });
  expect(reportedPosting(own)).toEqual({
    ...{ entry: 'charge', provider: 'stripe', charge: 'ch_1', line: 'il_1', kind: 'charge', event: 're_1' },
    ...{ plan: 'unlimited', amounts: own.amounts, currency: 'EUR', rate: '1.1', place: 'abababababababab:7' },
    coverage: { first: month('2026-10'), last: month('2027-09') },
  });
  expect(reportedPosting(posting())).toMatchObject({ coverage: null, rate: '' });
});
