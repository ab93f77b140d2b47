import { formatMicro, microFromText } from '../../core/money/micro.ts';
import type { StatementLayout, YearRecord } from '../../core/statement/statement-record.ts';
import { listSections } from './month-sections.ts';
import { paymentSection } from './payment-section.ts';
import type { Section } from './section.ts';

/** A year's list: what every month earned, and what was sent, by the day it was sent. */
export function yearSections({ year, months, payments }: YearRecord, layout: StatementLayout): Section[] {
  const saysDue = months.some(({ due }) => due !== undefined);
  const dueCell = (due: string): string[] => (saysDue ? [due] : []);
  // manifest.json stays inside. A month that an earlier version closed has no other file.
  const published = layout < 9 || !saysDue ? 'manifest.json' : 'public.json';
  const earned = months.map(({ statement }) => statement.payout.earned_usd ?? '0.000000');
  return [
    {
      title: `Earned in ${year}`,
      columns: ['month', 'state', ...dueCell('due on'), 'jobs', 'render Spark', 'USD'],
      rows: [
        ...months.map(({ statement: { published, payout }, due = '' }, at) => [
          published.month,
          published.state,
          ...dueCell(due),
          payout.jobs ?? '0',
          payout.render_spark ?? '0.000000',
          earned[at] ?? '',
        ]),
        ['all', '', ...dueCell(''), '', '', total(earned)],
      ],
    },
    paymentSection(`Paid in ${year}`, payments, layout),
    {
      title: `Paid in ${year}, all`,
      columns: ['figure', 'USD'],
      rows: [
        ['paid', total(payments.map(({ paidUsd }) => paidUsd))],
        ['fees', total(payments.map(({ feeUsd }) => feeUsd))],
      ],
    },
    ...months.flatMap(({ statement, jobs }) =>
      jobs === undefined ? [] : listSections(`Your jobs of ${statement.published.month}`, jobs),
    ),
    {
      title: 'How to check this',
      columns: [],
      rows: [
        [`revshare verify-statement THIS-FILE --manifest MANIFEST... with the ${published} of each month above`],
        ['does it offline. A payment is checked by its reference, where it was sent.'],
      ],
    },
  ].filter(({ rows }) => rows.length > 0);
}

function total(amounts: readonly string[]): string {
  return formatMicro(amounts.reduce((sum, text) => sum + microFromText(text), 0n));
}
