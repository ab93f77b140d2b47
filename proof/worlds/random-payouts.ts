import type { Chance } from '../chance.ts';
import type { ProofFiles, ProofTerms } from './second-opinion-payouts.ts';

/** Random terms, payees, screenings, rates and earnings of a world of payouts. */

const WALLETS = ['1', '2', '3', '4', '5'].map((digit) => `0x${digit.repeat(40)}`);
const TOKEN = `0x${'9'.repeat(40)}`;
const MONTHS = ['2026-07', '2026-08', '2026-09', '2026-10', '2026-11', '2026-12', '2027-01'];
const METHODS = ['usdc', 'sogni', 'spark', 'fiat'] as const;

/** A decimal of so many cents. */
const cents = (amount: number): string => `${Math.floor(amount / 100)}.${String(amount % 100).padStart(2, '0')}`;

export function randomTerms(chance: Chance): ProofTerms {
  const each = (one: () => string): Record<string, string> =>
    Object.fromEntries(METHODS.map((method) => [method, one()]));
  const countries = [
    { code: 'IR', hold: 'not paid there', minimum: '', taxForm: false },
    { code: 'US', hold: '', minimum: '12.5', taxForm: chance.percent(50) },
    { code: 'other', hold: '', minimum: chance.pick(['', '3']), taxForm: chance.percent(30) },
  ];
  return {
    defaultMethod: chance.pick(['usdc', 'usdc', 'spark', '']),
    minimum: each(() => chance.pick(['0', '1.00', '5', '10.00', '0.5'])),
    fixed: each(() => (chance.percent(60) ? '0' : cents(chance.int(1, 90)))),
    proportion: each(() => (chance.percent(60) ? '0' : chance.pick(['0.02', '0.0333', '0.1']))),
    maxBatch: chance.percent(10) ? cents(chance.int(500, 9000)) : '',
    screeningRequired: chance.percent(15),
    countries: chance.percent(60) ? countries.filter(() => chance.percent(70)) : [],
    token: TOKEN,
  };
}

/** revshare.yaml of the terms. */
export function termsYaml(terms: ProofTerms): string {
  const methods = METHODS.map((method) => {
    const chain = method === 'usdc' ? `, token: "${terms.token}", chain_id: 8453` : '';
    return `${method}: { fee_fixed_usd: ${terms.fixed[method]}, fee_proportion: ${terms.proportion[method]}${chain} }`;
  });
  const countries = terms.countries.map(({ code, hold, minimum, taxForm }) => {
    const parts = [
      ...(hold === '' ? [] : [`hold: "${hold}"`]),
      ...(minimum === '' ? [] : [`minimum_usd: ${minimum}`]),
      ...(taxForm ? ['tax_form: required'] : []),
    ];
    return parts.length === 0 ? '' : `${code}: { ${parts.join(', ')} }`;
  });
  const minimum = METHODS.map((method) => `${method}: ${terms.minimum[method]}`).join(', ');
  return [
    'version: 1',
    'first_month: 2026-08',
    'plans: [{ id: unlimited, term: monthly, list_price_usd: 20.00, stripe: [price_1] }]',
    'payouts:',
    ...(terms.defaultMethod === '' ? [] : [`  default_method: ${terms.defaultMethod}`]),
    `  minimum_usd: { ${minimum} }`,
    ...(terms.maxBatch === '' ? [] : [`  max_batch_usd: ${terms.maxBatch}`]),
    `  screening: ${terms.screeningRequired ? 'required' : 'optional'}`,
    ...(countries.every((each) => each === '')
      ? []
      : [`  countries: { ${countries.filter((each) => each !== '').join(', ')} }`]),
    `  methods: { ${methods.join(', ')} }`,
    '',
  ].join('\n');
}

function payeeRow(chance: Chance, wallet: string, from: string): string {
  const method = chance.pick(['', ...METHODS, 'fiat']);
  const destinations: Readonly<Record<string, readonly string[]>> = {
    '': [''],
    usdc: ['', `0x${'7'.repeat(40)}`, chance.percent(10) ? TOKEN : ''],
    sogni: ['', `0x${'7'.repeat(40)}`],
    spark: ['', 'acc_17'],
    fiat: ['ada@example.com', 'DE89370400440532013000', '12345678'],
  };
  const destination = chance.pick(destinations[method] ?? ['']);
  // A transfer to an account needs its currency.
  const currencies = ['USD', 'EUR', 'JPY', 'HUF', ...(destination.includes('@') ? [''] : [])];
  const currency = method === 'fiat' ? chance.pick(currencies) : '';
  const hold = chance.percent(10) ? 'a question is open' : '';
  const country = chance.percent(50) ? '' : chance.pick(['US', 'DE', 'IR']);
  const minimum = chance.percent(15) ? cents(chance.int(1, 3000)) : '';
  const form = chance.percent(40) ? 'W-8BEN' : '';
  return [wallet, method, destination, currency, hold, from, country, minimum, form].join(',');
}

export function randomPayees(chance: Chance): string {
  const rows = WALLETS.flatMap((wallet) => {
    if (chance.percent(20)) return [];
    const months = MONTHS.filter((month) => month === '2026-07' || chance.percent(15));
    return months.map((month) => payeeRow(chance, wallet, month));
  });
  return `wallet,method,destination,currency,hold,from_month,country,minimum_usd,tax_form\n${rows.map((row) => `${row}\n`).join('')}`;
}

export function randomScreening(chance: Chance): string {
  const subjects = [...WALLETS, 'ada@example.com', `0x${'7'.repeat(40)}`];
  const rows = subjects.flatMap((subject) =>
    chance.percent(60) ? [`${subject},${chance.percent(90) ? 'clear' : 'hit'},2026-08-${chance.int(10, 28)}`] : [],
  );
  return `subject,result,date\n${rows.map((row) => `${row}\n`).join('')}`;
}

export function randomRates(chance: Chance): string {
  const typical: Readonly<Record<string, number>> = {
    SOGNI: 37_100,
    SPARK: 5_000,
    EUR: 1_160_000,
    JPY: 6_700,
    HUF: 2_900,
  };
  const rows: string[] = [];
  for (const [currency, micro] of Object.entries(typical)) {
    for (const month of MONTHS) {
      const rate = (): string =>
        `0.${String(micro + chance.int(-Math.floor(micro / 9), Math.floor(micro / 9))).padStart(6, '0')}`;
      const written = (): string => (micro > 999_999 ? `1.${String(chance.int(0, 299_999)).padStart(6, '0')}` : rate());
      if (chance.percent(60)) rows.push(`${month},${currency},USD,${written()},by the month`);
      const days = [10, 20, 23, 24, 27, 28].filter(() => chance.percent(40));
      for (const day of days) rows.push(`${month}-${day},${currency},USD,${written()},by the day`);
    }
  }
  return `date,from,to,rate,source\n${rows.map((row) => `${row}\n`).join('')}`;
}

export function randomFiles(chance: Chance): ProofFiles {
  return { payees: randomPayees(chance), screening: randomScreening(chance), fx: randomRates(chance) };
}

/** What a month gives to each wallet, in micro-dollars; also nothing. */
export function randomEarned(chance: Chance): Map<string, bigint> {
  const there = WALLETS.filter(() => chance.percent(80));
  return new Map(
    there.map((wallet) => [
      wallet,
      // Months of the same amount: what was sent for one may be taken for the other.
      BigInt(
        chance.percent(30)
          ? 10_000_000
          : chance.pick([0, ...[3_000_000, 60_000_000].map((most) => chance.int(1, most))]),
      ),
    ]),
  );
}
