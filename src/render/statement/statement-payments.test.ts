import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { MONTH_RECORD, YEAR_RECORD } from '../../../test/judging/record-by-hand.ts';
import type { StatementAccount, StatementRecord } from '../../core/statement/statement-record.ts';
import { statementIn } from './statement-forms.ts';

const sha256 = (text: Uint8Array | string): string => createHash('sha256').update(text).digest('hex');

const page = (record: StatementRecord): string => statementIn('html', record, sha256);

describe('payments in a statement, and what is not paid yet', () => {
  const payment = {
    ...{ month: '2026-08', sentAt: '2026-10-12T10:00:00.000Z', method: 'usdc', destination: '0xA', currency: 'USDC' },
    ...{ amount: '6.000000', paidUsd: '6.000000', feeUsd: '0.000000', rate: '', reference: '0xab' },
  };
  const whole = {
    carriedForwardUsd: '40.000000',
    reservedUsd: '40.000000',
    onItsWayUsd: '40.000000',
    reason: 'reserved',
  };
  const sent = {
    ...MONTH_RECORD,
    account: { ...(MONTH_RECORD.account as StatementAccount), ...whole },
    payments: [payment],
  };
  const months = YEAR_RECORD.months.map((each) => ({ ...each, due: '2026-10-15' }));
  const sentInYear = { ...YEAR_RECORD, months, payments: [payment] };

  it.each([
    ['text', sent, '408de1187e617be342bd325f35a6bacec670c2a169dd360408fa87561437f974'],
    ['csv', sent, '92214b1de9ea4eafba21689e26e053a4872ea26311714214948f4b7541f6c975'],
    ['html', sent, '18ed1d9a359da111769a1d82b990721f8eef0436ac8a6c5b6cd640c9bd813877'],
    ['text', sentInYear, '0228769e18998913b1921859776ec007e3d70082c9df92078c222e172b245c5d'],
    ['csv', sentInYear, 'ae668d6855e2a7fc1501010b3845efeaa6b96361d00abde950e8b7e906b57e37'],
    ['html', sentInYear, 'a6168290acf196eccea9fa21c88b1e11b0ae6c9e792277031b3f9487c1b49da7'],
  ] as const)('writes layout 9 again, byte by byte: %s', (form, record, written) => {
    expect(sha256(statementIn(form, record, sha256, 9))).toBe(written);
  });

  it('shows each payment by itself on a page, a line for each of its cells that says something', () => {
    const said = [
      ...[
        ['sent', '2026-10-12T10:00:00.000Z'],
        ['for', '2026-08'],
        ['by', 'usdc'],
        ['amount', '6.000000'],
      ],
      ...[
        ['currency', 'USDC'],
        ['USD', '6.000000'],
        ['fee, USD', '0.000000'],
        ['reference', '0xab'],
        ['to', '0xA'],
      ],
    ];
    const lines = said.map(([name, value]) => `<tr><th scope="row">${name}</th><td>${value}</td></tr>\n`).join('');
    for (const record of [sent, sentInYear]) {
      expect(page(record)).toContain(`<table class="each"><tbody>\n${lines}</tbody></table>`);
    }
    // A table of a text and of CSV stays what it was, but for the name of its column.
    expect(statementIn('text', sent, sha256)).toMatch(
      /^sent +for +by +amount +currency +USD +fee, USD +rate +reference +to$/m,
    );
  });

  it('says in words why a balance stays, and nothing where none does', () => {
    // All of the 40.00 is on its way: no rest stays for any reason.
    expect(statementIn('text', sent, sha256)).not.toContain('why the rest stays');
    // 40.00 - 30.00 = 10.00
    const rest = {
      ...sent,
      account: { ...sent.account, reservedUsd: '30.000000', onItsWayUsd: '30.000000', reason: 'no-method' },
    };
    expect(statementIn('text', rest, sha256)).toMatch(
      /^why the rest stays +you have not said how you want to be paid$/m,
    );
    expect(statementIn('csv', rest, sha256)).toContain('USD,you have not said how you want to be paid\n');
    const unknown = { ...rest, account: { ...rest.account, reason: 'of-a-later-version' } };
    expect(statementIn('text', unknown, sha256)).toMatch(/^why the rest stays +of-a-later-version$/m);
  });
});
