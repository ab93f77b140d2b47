import type { Chance } from './chance.ts';
import { lookAlike } from './column-operators.ts';
import { type Operator, onText } from './mutation.ts';
import { type Value, valuesOf, withValue } from './values.ts';

const AMOUNT = /^-?\d{1,9}(\.\d+)?$/;
const WALLET = /^0x[0-9a-fA-F]{40}$/;
const DAY = /^(\d{4})-(\d\d)-(\d\d)/;
const CLOCK = /\b(\d{1,2}):(\d\d)(:\d\d)?\b/;

/** How else people and programs write an amount, and what is none. */
const AMOUNT_FORMS: readonly (readonly [string, (text: string) => string])[] = [
  ['decimal-comma', (text) => text.replace('.', ',')],
  ['thousands', (text) => text.replace(/^(-?\d)(\d{2,})/, '$1,$2')],
  ['thousands-of-three', (text) => `1,${text.replace('-', '').padStart(6, '0')}`],
  ['thousands-dots', (text) => `1.${text.replace('.', ',').padStart(6, '0')}`],
  ['thousands-spaces', (text) => `1 ${text.padStart(6, '0')}`],
  ['thousands-thin', (text) => `1\u202f${text.padStart(6, '0')}`],
  ['thousands-apostrophe', (text) => `1'${text.padStart(6, '0')}`],
  ['thousands-underscore', (text) => `1_${text.padStart(6, '0')}`],
  ['indian-groups', (text) => `1,00,${text.padStart(6, '0')}`],
  ['zeros-behind', (text) => (text.includes('.') ? `${text}000000` : `${text}.000000`)],
  ['zeros-before', (text) => text.replace(/^(-?)/, '$1000')],
  ['plus', (text) => `+${text}`],
  ['minus', (text) => (text.startsWith('-') ? text.slice(1) : `-${text}`)],
  ['minus-behind', (text) => `${text}-`],
  ['minus-of-print', (text) => `\u2212${text}`],
  ['two-minus', (text) => `--${text}`],
  ['parentheses', (text) => `(${text})`],
  ['exponent', (text) => `${text}e0`],
  ['exponent-up', (text) => `${text}e2`],
  ['exponent-huge', () => '1e999999'],
  ['exponent-tiny', () => '1e-999999'],
  ['exponent-far', () => '1e99999999999999999999'],
  ['nan', () => 'NaN'],
  ['infinity', () => 'Infinity'],
  ['minus-zero', () => '-0'],
  ['minus-zero-cents', () => '-0.00'],
  ['null', () => 'null'],
  ['dash', () => '-'],
  ['dot', () => '.'],
  ['hex', () => '0x14'],
  ['octal', () => '0o24'],
  ['huge', () => '99999999999999999999.99'],
  ['twelve-digits', () => '999999999999.999999'],
  ['beyond-64-bit', () => '9223372036854.775808'],
  ['tiny', () => '0.0000001'],
  ['many-digits', (text) => `${text.includes('.') ? text : `${text}.`}${'1'.repeat(400)}`],
  ['longest', () => '9'.repeat(100_000)],
  ['currency-before', (text) => `$${text}`],
  ['currency-behind', (text) => `${text} €`],
  ['percent', (text) => `${text}%`],
  ['no-break-space', (text) => `\u00a0${text}`],
  ['space-inside', (text) => text.replace(/(\d)$/, ' $1')],
  ['wide-digits', (text) => text.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)))],
  ['arabic-digits', (text) => text.replace(/\d/g, (digit) => String.fromCodePoint(0x0660 + Number(digit)))],
  ['letter-o', (text) => text.replace('0', 'O')],
  ['no-dot', (text) => text.replace('.', '')],
  ['dot-moved', (text) => text.replace(/(\d)\.(\d)/, '.$1$2')],
  ['two-dots', (text) => `${text}.00`],
];

/** Addresses that look like another, or are none. */
const WALLET_FORMS: readonly (readonly [string, (text: string, chance: Chance) => string])[] = [
  ['digit-changed', (text, chance) => replacedAt(text, 2 + chance.below(40), (digit) => (digit === '7' ? '8' : '7'))],
  [
    'digits-swapped',
    (text, chance) => {
      const at = 2 + chance.below(39);
      return `${text.slice(0, at)}${text[at + 1]}${text[at]}${text.slice(at + 2)}`;
    },
  ],
  ['middle-changed', (text) => `${text.slice(0, 8)}${'0'.repeat(28)}${text.slice(36)}`],
  ['middle-changed-lower', (text) => `${text.slice(0, 8)}${'0'.repeat(28)}${text.slice(36)}`.toLowerCase()],
  ['letter-case', (text, chance) => replacedAt(text, 2 + chance.below(40), turned)],
  ['lower', (text) => text.toLowerCase()],
  ['upper', (text) => `0x${text.slice(2).toUpperCase()}`],
  ['upper-x', (text) => text.toUpperCase()],
  ['cyrillic', (text) => text.replace(/[aceACE]/, lookAlike)],
  ['letter-o', (text) => text.replace(/(?<=..)0/, 'O')],
  ['zero-width', (text) => `${text.slice(0, 20)}\u200b${text.slice(20)}`],
  ['soft-hyphen', (text) => `${text}\u00ad`],
  ['right-to-left', (text) => `\u202e${text}`],
  ['short', (text) => text.slice(0, -1)],
  ['long', (text) => `${text}0`],
  ['no-prefix', (text) => text.slice(2)],
  ['zero', () => `0x${'0'.repeat(40)}`],
  ['burn', () => '0x000000000000000000000000000000000000dEaD'],
  ['ens', () => 'worker.eth'],
  ['chain-prefix', (text) => `eth:${text}`],
];

/** Times as other programs write them, and such that are none. */
const TIME_FORMS: readonly (readonly [string, (text: string) => string | null])[] = [
  ['slashes', (text) => ifChanged(text, text.replace(DAY, '$1/$2/$3'))],
  ['month-first', (text) => ifChanged(text, text.replace(DAY, '$2/$3/$1'))],
  ['day-first', (text) => ifChanged(text, text.replace(DAY, '$3.$2.$1'))],
  ['month-and-day-swapped', (text) => ifChanged(text, text.replace(DAY, '$1-$3-$2'))],
  ['no-dashes', (text) => ifChanged(text, text.replace(DAY, '$1$2$3'))],
  [
    'two-digit-year',
    (text) =>
      ifChanged(
        text,
        text.replace(DAY, (_, year, month, day) => `${year.slice(2)}-${month}-${day}`),
      ),
  ],
  ['no-leading-zeros', (text) => ifChanged(text, text.replace(/-0(\d)/g, '-$1'))],
  ['month-0', (text) => ifChanged(text, text.replace(DAY, '$1-00-$3'))],
  ['month-13', (text) => ifChanged(text, text.replace(DAY, '$1-13-$3'))],
  ['day-30-february', (text) => ifChanged(text, text.replace(DAY, '$1-02-30'))],
  ['day-31-september', (text) => ifChanged(text, text.replace(DAY, '$1-09-31'))],
  ['leap-day-of-none', (text) => ifChanged(text, text.replace(DAY, '2026-02-29'))],
  ['year-1', (text) => ifChanged(text, text.replace(DAY, '0001-01-01'))],
  ['year-1969', (text) => ifChanged(text, text.replace(DAY, '1969-12-31'))],
  ['year-9999', (text) => ifChanged(text, text.replace(DAY, '9999-12-31'))],
  ['year-12026', (text) => ifChanged(text, text.replace(DAY, '12026-$2-$3'))],
  ['year-minus', (text) => ifChanged(text, text.replace(DAY, '-2026-$2-$3'))],
  ['hour-24', (text) => ifChanged(text, text.replace(CLOCK, '24:00:00'))],
  ['hour-25', (text) => ifChanged(text, text.replace(CLOCK, '25:00:00'))],
  ['second-60', (text) => ifChanged(text, text.replace(CLOCK, '$1:$2:60'))],
  ['minute-60', (text) => ifChanged(text, text.replace(CLOCK, '$1:60:00'))],
  ['twelve-hours', (text) => ifChanged(text, text.replace(CLOCK, '$1:$2 PM'))],
  ['no-seconds', (text) => ifChanged(text, text.replace(CLOCK, '$1:$2'))],
  ['nanoseconds', (text) => ifChanged(text, text.replace(CLOCK, '$1:$2:00.123456789'))],
  ['comma-fraction', (text) => ifChanged(text, text.replace(CLOCK, '$1:$2:00,5'))],
  ['hour-of-the-change', (text) => ifChanged(text, text.replace(DAY, '2026-11-01').replace(CLOCK, '01:30:00'))],
  ['hour-that-is-not', (text) => ifChanged(text, text.replace(DAY, '2026-03-08').replace(CLOCK, '02:30:00'))],
  ['no-zone', (text) => ifChanged(text, text.replace(/Z$|[+-]\d\d:?\d\d$| P[SD]T$/, ''))],
  ['other-zone', (text) => ifChanged(text, text.replace(/Z$/, '-08:00').replace(/ P[SD]T$/, ' CET'))],
  [
    'zone-by-name',
    (text) => ifChanged(text, text.replace(/Z$/, '[America/Los_Angeles]').replace(/ P[SD]T$/, ' Pacific Time')),
  ],
  ['zone-of-a-day', (text) => ifChanged(text, text.replace(/Z$/, '+24:00'))],
  ['zone-far', (text) => ifChanged(text, text.replace(/Z$/, '+99:99'))],
  [
    'zone-turned',
    (text) =>
      ifChanged(
        text,
        text.replace(/P([SD])T$/, (_, kind) => `P${kind === 'S' ? 'D' : 'S'}T`),
      ),
  ],
  ['zone-twice', (text) => ifChanged(text, text.replace(/Z$/, 'Z+02:00'))],
  ['space-for-t', (text) => ifChanged(text, text.replace('T', ' '))],
  ['t-for-space', (text) => ifChanged(text, text.replace(/(\d) (\d)/, '$1T$2'))],
  ['unix-seconds', (text) => (DAY.test(text) ? '1790000000' : null)],
  ['unix-milliseconds', (text) => (DAY.test(text) ? '1790000000000' : null)],
  ['unix-microseconds', (text) => (DAY.test(text) || /^\d{13}$/.test(text) ? '1790000000000000' : null)],
  ['excel-number', (text) => (DAY.test(text) ? '46300.5' : null)],
  ['month-in-words', (text) => ifChanged(text, text.replace(DAY, 'October $3, $1'))],
  ['month-in-german', (text) => ifChanged(text, text.replace(/^[A-Z][a-z]{2}(?= \d)/, 'Okt'))],
];

/** What a cell of any kind may come to hold. */
const ANY_FORMS: readonly (readonly [string, (text: string, chance: Chance) => string])[] = [
  ['empty', () => ''],
  ['blank', () => ' '],
  ['no-break', () => '\u00a0'],
  ['spaced', (text) => ` ${text} `],
  ['doubled', (text) => `${text}${text}`],
  ['upper', (text) => text.toUpperCase()],
  ['lower', (text) => text.toLowerCase()],
  ['formula', (text) => `=${text}`],
  ['formula-link', () => '=HYPERLINK("http://example.org/"&A1,"paid")'],
  ['formula-command', () => "=cmd|'/C calc'!A0"],
  ['formula-at', () => '@SUM(A1:A9)'],
  ['formula-plus', (text) => `+${text}+1`],
  ['formula-tab', (text) => `\t=${text}`],
  ['markup', () => '<script>alert(1)</script>'],
  ['markup-image', () => '"><img src=x onerror=alert(1)>'],
  ['escape-sequence', () => '\u001b[2J\u001b]0;paid\u0007'],
  ['bell', (text) => `${text}\u0007`],
  ['backspaces', (text) => `${text}\b\b\b`],
  ['right-to-left', (text) => `\u202e${text}`],
  ['zero-width', (text) => `${text}\u200b`],
  ['line-break', (text) => `${text}\nmore`],
  ['carriage-return', (text) => `${text}\rmore`],
  ['next-line', (text) => `${text}\u0085`],
  ['quote', (text) => `${text}"`],
  ['backslash', (text) => `${text}\\`],
  ['sql', () => "'; DROP TABLE imports; --"],
  ['path', () => '../../../etc/passwd'],
  ['template', () => '$' + '{1+1}'],
  ['long', () => 'a'.repeat(1 << 18)],
  ['deep', () => '['.repeat(5000)],
  ['prototype', () => '__proto__'],
  ['constructor', () => 'constructor'],
  ['true', () => 'true'],
  ['no', () => 'No'],
  ['zero', () => '0'],
  ['one', () => '1'],
  ['look-alike', (text) => text.replace(/[aeoc]/, lookAlike)],
  ['decomposed', (text) => `${text}e\u0301`],
  ['emoji', () => '💸'],
  ['last-cut', (text) => text.slice(0, -1)],
  ['letter-changed', (text, chance) => replacedAt(text, chance.below(Math.max(1, text.length)), next)],
];

/** Single values, by what they are. */
export const VALUE_OPERATORS: readonly Operator[] = [
  ...AMOUNT_FORMS.map(([name, form]) => onValue(`amount-${name}`, (text) => (AMOUNT.test(text) ? form(text) : null))),
  ...WALLET_FORMS.map(([name, form]) =>
    onValue(`wallet-${name}`, (text, chance) => (WALLET.test(text) ? form(text, chance) : null)),
  ),
  ...TIME_FORMS.map(([name, form]) => onValue(`time-${name}`, form)),
  ...ANY_FORMS.map(([name, form]) => onValue(`cell-${name}`, form)),
  onText('value-of-another-row', (text, chance) => {
    const values = valuesOf(text);
    const [one, other] = [chance.pick(values), chance.pick(values)];
    return withValue(text, one, other.text);
  }),
];

function onValue(name: string, form: (text: string, chance: Chance) => string | null): Operator {
  return onText(name, (text, chance) => {
    const found: [Value, string][] = [];
    for (const value of valuesOf(text)) {
      const other = form(value.text, chance);
      if (other !== null && other !== value.text) found.push([value, other]);
    }
    if (found.length === 0) return null;
    const [value, other] = chance.pick(found);
    return withValue(text, value, other);
  });
}

function ifChanged(text: string, other: string): string | null {
  return text === other ? null : other;
}

function replacedAt(text: string, at: number, change: (character: string) => string): string {
  return `${text.slice(0, at)}${change(text[at] ?? '')}${text.slice(at + 1)}`;
}

function turned(letter: string): string {
  return letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase();
}

/** The next character: a digit becomes a digit. */
function next(character: string): string {
  return character === '9' ? '0' : character === '' ? '' : String.fromCodePoint((character.codePointAt(0) ?? 0) + 1);
}
