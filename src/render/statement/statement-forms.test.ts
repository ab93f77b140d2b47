import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { MONTH_RECORD, YEAR_RECORD } from '../../../test/judging/record-by-hand.ts';
import type {
  StatementAccount,
  StatementForm,
  StatementRecord,
  YearRecord,
} from '../../core/statement/statement-record.ts';
import { statementIn } from './statement-forms.ts';
import { verdictText } from './verdict.ts';

const sha256 = (text: Uint8Array | string): string => createHash('sha256').update(text).digest('hex');

const page = (record: StatementRecord): string => statementIn('html', record, sha256);

/** All of the balance was sent: the next one has the whole minimum before it. */
const PAID: StatementAccount = {
  ...{ broughtForwardUsd: '0.000000', earnedUsd: '10.200000', adjustmentsUsd: '0.000000', feesUsd: '0.000000' },
  ...{ paidUsd: '10.200000', carriedForwardUsd: '0.000000', reservedUsd: '0.000000', reason: '' },
  ...{ minimumUsd: '25.000000', missingUsd: '25.000000', monthsToMinimum: 3, ageing: [], adjustments: [] },
};

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

  const days = [
    { day: '2026-08-05', jobs: 2, renderSpark: '30.000000' },
    { day: '2026-08-06', jobs: 1, renderSpark: '10.000000' },
  ];

  it.each([
    ['text', 'd793253066e2023bd5c04c5da4689f6f3069af40d9df75bfe7cc78f235ddb3fa'],
    ['csv', '0fece34036f7c4365c4a2e198bd6f5f4f9e14c655cd89ce78d0660b399a4eae7'],
    ['html', 'd1d4adf5a2352d02306033efa8e6749459d2d2d803e1eba91600718870b196c4'],
  ] as const)('writes layout 5 again, byte by byte: %s', (form, written) => {
    expect(sha256(statementIn(form, { ...MONTH_RECORD, days }, sha256, 5))).toBe(written);
  });

  it.each([
    ['text', 'b65a8dbf067dec5abc27e44687ef217072409e6cf9902207ad0dc948333596c4'],
    ['csv', 'f417cf6da8c8bc611c6c0c79ef14a2aed7d7f770208a80c240632e0258c86867'],
    ['html', '22ff4cba648129b9be0de09e6a9388843488a03249036b5a82322fa74c2be64d'],
  ] as const)('writes layout 6 again, byte by byte: %s', (form, written) => {
    expect(sha256(statementIn(form, { ...MONTH_RECORD, days }, sha256, 6))).toBe(written);
  });

  // A batch holds 40.00 of 40.20: up to layout 7 that was on its way, released or not.
  const held = {
    ...{ ...MONTH_RECORD, days },
    account: {
      ...(MONTH_RECORD.account as StatementAccount),
      carriedForwardUsd: '40.200000',
      reservedUsd: '40.000000',
    },
  };
  const { statement: ofMonth } = MONTH_RECORD;
  const review = {
    ...{ ...MONTH_RECORD, account: null },
    statement: { ...ofMonth, payout: { ...ofMonth.payout, reason: 'reserved' } },
  };

  it.each([
    ['text', held, '293097f511472a959140a85537b02c350ebaa9cddfec36ec9d53bcbc96b6e02a'],
    ['csv', held, '940216f9e28a18923b86eebf41425dd6cab0ac1372a766e7f2ccf0ed00540728'],
    ['html', held, '6784215ed1dc65587074d9f0e75e87d9259b1995e0bd0ceb2fe4dbe740659060'],
    ['html', review, '2d13f0a7f98874961ea57904c63ed850fa98717facd921f5cc3485908e853270'],
  ] as const)('writes layout 7 again, byte by byte: %s', (form, record, written) => {
    expect(sha256(statementIn(form, record, sha256, 7))).toBe(written);
  });

  it.each([
    ['text', YEAR_RECORD, '96e25a912705791c2100c234249c06815a560e7e9ed0bdcc961f8a3116b0e128'],
    ['csv', YEAR_RECORD, '05cd66ec401f0a4e6b6608b35b98cd54bd3eb5f7e8d72b1e9306459c090fc33b'],
    ['html', YEAR_RECORD, 'f514b033ab685f633ff486d7e23e17a62c5bc33faef4c2bf1db7555b0ea649a4'],
    ['text', { ...MONTH_RECORD, days }, '1d3c3f5ec80bc4abc4d3b7bf228e5d3c95d387a12ee4f81c1b505481f0927e8c'],
    ['html', { ...MONTH_RECORD, days }, '2d681a75b5e29867e09c0d9afcb35e4023072157732e551293c4acea2ebfe6f6'],
  ] as const)('writes layout 8 again, byte by byte: %s', (form, record, written) => {
    expect(sha256(statementIn(form, record, sha256, 8))).toBe(written);
  });

  it('asks of a year for the public.json of its months, which is what is published; of a month before that for its manifest.json', () => {
    const dueMonths = YEAR_RECORD.months.map((each) => ({ ...each, due: '2026-10-15' }));
    expect(statementIn('text', { ...YEAR_RECORD, months: dueMonths }, sha256)).toContain(
      '--manifest MANIFEST... with the public.json of each month above',
    );
    expect(statementIn('text', YEAR_RECORD, sha256)).toContain('with the manifest.json of each month above');
  });

  it('says that a payment is being prepared while nobody has released it, and what is on its way beside it', () => {
    // 40.20 = 30.00 in a batch that waits for its release + 10.00 in one that is released + 0.20.
    const record = { ...held, account: { ...held.account, onItsWayUsd: '10.000000' } };
    expect(page(record)).toContain(
      '10.000000 USD are on their way to you. 30.000000 USD are in a payment that is being prepared. They are due on 2026-10-15. ' +
        '0.200000 USD stay on your balance',
    );
    const text = statementIn('text', record, sha256);
    expect(text).toMatch(/^on its way, USD +10[.]000000\nbeing prepared, USD +30[.]000000$/m);
    expect(text).toMatch(/^of that on its way +10[.]000000\nof that being prepared +30[.]000000$/m);
    const none = { ...held, account: { ...held.account, onItsWayUsd: '0.000000' } };
    expect(page(none)).toContain(
      '<p class="lead">40.000000 USD are in a payment that is being prepared. They are due on',
    );
    expect(page(none)).not.toContain('on their way');
    expect(page(review)).toContain(
      '10.200000 USD stay on your balance, where a payment for an earlier month holds them.',
    );
  });

  it('says of when part and account are, and names parts of a table as ever', () => {
    const text = statementIn('text', MONTH_RECORD, sha256);
    expect(text).toContain('\nYour part, when the month was approved\nfigure ');
    expect(text).toContain('\nAccount, with all that was booked since\nfigure ');
    expect(page(MONTH_RECORD)).toContain('>Your part, when the month was approved</div>');
    const { wallet } = MONTH_RECORD.statement;
    expect(statementIn('csv', MONTH_RECORD, sha256)).toContain(`${wallet},Account,1,figure,brought forward\n`);
    const review = { ...MONTH_RECORD.statement.published, state: 'review' };
    const early = { ...MONTH_RECORD, statement: { ...MONTH_RECORD.statement, published: review } };
    expect(statementIn('text', early, sha256)).toContain('\nYour part\nfigure ');
  });

  it('says what a balance lacks of the minimum while it waits for it, and nothing once it was paid', () => {
    const text = statementIn('text', MONTH_RECORD, sha256);
    expect(text).toContain('missing to it, USD         14.800000\n');
    expect(text).toMatch(/^months to the minimum at this pace +1$/m);
    const paid = statementIn('text', { ...MONTH_RECORD, account: PAID }, sha256);
    expect(paid).toContain('minimum of a payment, USD  25.000000\n');
    const before = statementIn('text', { ...MONTH_RECORD, account: PAID }, sha256, 9);
    expect(before).toContain('paid from a balance of, USD  25.000000\n');
    expect(paid).not.toContain('missing');
    expect(paid).not.toContain('months to the minimum');
  });

  it('says the jobs by day, whether they are listed or not', () => {
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

  it('says of each month of a year when it is due; one of an earlier version does not', () => {
    const csv = (months: YearRecord['months']) => statementIn('csv', { ...YEAR_RECORD, months }, sha256);
    const [month] = YEAR_RECORD.months;
    if (month === undefined) throw new Error('the year has a month');
    expect(csv([{ ...month, due: '2026-10-15' }])).toContain(',Earned in 2026,1,due on,2026-10-15\n');
    expect(csv([month])).not.toContain('due on');
  });

  it('says when it is due what is to be paid', () => {
    const { statement } = MONTH_RECORD;
    const payout = { ...statement.payout, payout_usd: '10.200000', method: 'usdc' };
    const payable = { ...PAID, paidUsd: '0.000000', carriedForwardUsd: '10.200000' };
    const text = page({ ...MONTH_RECORD, statement: { ...statement, payout }, account: payable });
    expect(text).toContain('10.200000 USD are to be paid in USDC. They are due on 2026-10-15.');
    // By whichever method: the month was approved without one.
    const unnamed = page({ ...MONTH_RECORD, account: payable });
    expect(unnamed).toContain('10.200000 USD are to be paid. They are due on 2026-10-15.');
  });

  it('says what is on its way, and what stays beside it, as the account is now', () => {
    // Of 40.20 a batch holds 40.00, and 0.20 are less than what is sent; when it was approved it had no method.
    const { statement } = MONTH_RECORD;
    const payout = { ...statement.payout, reason: 'no-method' };
    const account: StatementAccount = {
      ...{ ...PAID, broughtForwardUsd: '30.000000', paidUsd: '0.000000', carriedForwardUsd: '40.200000' },
      ...{ reservedUsd: '40.000000', reason: 'below-minimum', missingUsd: '24.800000' },
    };
    const record = { ...MONTH_RECORD, statement: { ...statement, payout }, account };
    const said = page(record);
    expect(said).toContain(
      '40.000000 USD are on their way to you. They are due on 2026-10-15. 0.200000 USD stay on your balance, until they reach the ' +
        'smallest amount that is sent. That is 25.000000 USD: 24.800000 USD are missing.',
    );
    expect(said).not.toContain('you have not said how');
    const text = statementIn('text', record, sha256);
    expect(text).toMatch(/^on its way, USD +40[.]000000$/m);
    expect(text).toMatch(/^missing to it for the rest, USD +24[.]800000$/m);
    const whole = { ...account, carriedForwardUsd: '40.000000', reason: '' };
    expect(page({ ...record, account: whole })).toContain(
      '<p class="lead">40.000000 USD are on their way to you. They are due on 2026-10-15.</p>',
    );
    const nothing = { ...account, carriedForwardUsd: '0.000000', reservedUsd: '0.000000', reason: '' };
    expect(page({ ...record, account: nothing })).toContain('<p class="lead">There is nothing to be paid.</p>');
  });

  it('says of what was paid in part what is on its way, and what stays', () => {
    const payment = {
      ...{ month: '2026-08', sentAt: '2026-10-12T10:00:00.000Z', method: 'usdc', destination: '0xA', currency: 'USDC' },
      ...{ amount: '6.000000', paidUsd: '6.000000', feeUsd: '0.000000', rate: '', reference: '0xab' },
    };
    const account = { ...PAID, paidUsd: '6.000000', carriedForwardUsd: '4.200000', reservedUsd: '4.000000' };
    expect(page({ ...MONTH_RECORD, account, payments: [payment] })).toContain(
      '<p class="lead">6.000000 USD were paid in USDC, last on 2026-10-12. 4.000000 USD are on their way to you. 0.200000 USD are still on your balance.</p>',
    );
  });
});

describe('verdictText', () => {
  const held = { file: 'mine.txt', wallet: '0x1', months: ['2026-08'], payments: 1, differences: [] };

  it('says that payments tie with an account where there is one: a year has none', () => {
    expect(verdictText({ ...held, hasAccount: true })).toContain(
      '1 payment(s) tie with the account; no root covers them',
    );
    expect(verdictText({ ...held, hasAccount: false })).toContain('1 payment(s) are listed; no root covers them');
  });

  it('says what to do about one that does not hold, but where a file is lacking to check it', () => {
    const said = (...differences: string[]): string => verdictText({ ...held, hasAccount: true, differences });
    expect(said('2026-08: its public.json was not given')).toBe(
      'mine.txt does NOT hold:\n  2026-08: its public.json was not given\n',
    );
    expect(said('2026-08: its public.json was not given', '2026-08: the pool')).toContain(
      '\nAsk who pays you for the file as it was made',
    );
  });
});
