import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { MONTH_RECORD, YEAR_RECORD } from '../../../test/record-by-hand.ts';
import type { StatementForm, StatementRecord } from '../../core/statement/statement-record.ts';
import { statementIn } from './statement-forms.ts';

const sha256 = (text: Uint8Array | string): string => createHash('sha256').update(text).digest('hex');

const page = (record: StatementRecord): string => statementIn('html', record, sha256);

describe('statementIn', () => {
  const { terms: _, ...withoutTerms } = MONTH_RECORD;

  // What the last version with layout 2 wrote of these records: its statements are still in people's hands.
  it.each([
    ['csv', MONTH_RECORD, 'b00ae9796f39c2b41320c3c9deffdc49b01edfd09657e69b62a9da9feb547478'],
    ['html', MONTH_RECORD, 'ab004cd74dc24038f60af7fb08859f6ce6f6672539e1893d1c9a148d90beefbb'],
    ['json', MONTH_RECORD, '7091b18ef632989c9227cd7384d2afa543a28c045410c5a3686c203ea2b33598'],
    ['html', withoutTerms, '3c0cba13e031d0a481d90c644f41e2e31c7c1657329d58df8ee4c8cfd69c027a'],
    ['text', withoutTerms, '343a9695862a32d584c3b5c111282dd50691b83001c4ab60ae701b9934c2111b'],
    ['text', YEAR_RECORD, 'c22c623d6fabe85fe124b85e8c4909b1110b59c26306d0cd63c7dc76759cf0c6'],
    ['html', YEAR_RECORD, 'db24b8ca6df653043e1bd969010ced1ec526c02d958719fff9c3335b74bb09d3'],
  ] as const)('writes layout 2 again, byte by byte: %s', (form: StatementForm, record, written) => {
    expect(sha256(statementIn(form, record, sha256, 2))).toBe(written);
  });

  const list = [
    { jobId: 'job-1', day: '2026-08-06', model: 'wan', renderSpark: '10.000000' },
    { jobId: 'job-2', day: '2026-08-05', model: 'wan', renderSpark: '20.000000' },
    { jobId: 'job-3', day: '2026-08-05', model: 'flux', renderSpark: '10.000000' },
  ];
  const listed = { ...MONTH_RECORD, jobs: { sha256: sha256(JSON.stringify(list)), list } };

  // What the last version with layout 4 wrote; the numbers of 3 are what it wrote of those.
  it.each([
    [3, 'text', listed, 'e51fd6a107f1fe6798db6a6a9dd2bc8895c58916db0f88e6c15586bcfc6fc5b1'],
    [3, 'html', listed, 'cad3069dd759e33fb748c15557322303415763c5289a5296c6f9fec0b152a92a'],
    [4, 'text', listed, 'eab1c6fcf206f7badeed2841138af0a1e21fe076cafd3b79cd12ff167f5a130a'],
    [4, 'csv', listed, '6d22e3306c71881303f5bf242468348d39ea088b525e52a092ebaee00ff82169'],
    [4, 'html', listed, 'cd64f1618f9d2f1b709440fe6257fdd6a329a9f57a144f5bfc1ff4e4322330a4'],
    [4, 'html', YEAR_RECORD, 'b0868968cf00ba697c16efd856b4b7916e20e1ab45fd18fe2d2a8f8b26eef158'],
  ] as const)('writes layout %i again, byte by byte: %s', (layout, form, record, written) => {
    expect(sha256(statementIn(form, record, sha256, layout))).toBe(written);
  });

  it('says the jobs by day, whether they are listed or not', () => {
    const days = [
      { day: '2026-08-05', jobs: 2, renderSpark: '30.000000' },
      { day: '2026-08-06', jobs: 1, renderSpark: '10.000000' },
    ];
    const byDay =
      'By day\nday         jobs  render Spark\n2026-08-05     2     30.000000\n2026-08-06     1     10.000000\n';
    expect(statementIn('text', { ...MONTH_RECORD, days }, sha256)).toContain(byDay);
    expect(statementIn('text', { ...listed, days }, sha256)).toContain(byDay);
    expect(page({ ...MONTH_RECORD, days })).toContain('<td>2026-08-05</td>');
  });

  it('says on the page who pays, when, and what is missing', () => {
    const text = page(MONTH_RECORD);
    for (const said of ['Render Network', 'pay@example.org', '2026-10-15']) expect(text).toContain(`<td>${said}</td>`);
    // 25 - 10.20
    expect(text).toContain('That is 25.000000 USD: 14.800000 USD are missing.');
  });

  it('says when it is due what is to be paid', () => {
    const { statement } = MONTH_RECORD;
    const payout = { ...statement.payout, payout_usd: '10.200000', method: 'usdc' };
    const text = page({ ...MONTH_RECORD, statement: { ...statement, payout } });
    expect(text).toContain('10.200000 USD are to be paid in USDC. They are due on 2026-10-15.');
  });
});
