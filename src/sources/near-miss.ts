import { KINDS, sourceKinds } from './kinds.ts';
import { firstLine, headerCells, type InputHead } from './reading/input.ts';
import { FOR_COMMAS, lackedColumns, SEPARATOR_LINE } from './reading/table-header.ts';

/** Whether a beginning of a file is that of a kind; by default of a source's. */
type Fits = (head: InputHead) => boolean;

const isOfSource: Fits = (head) => sourceKinds(head).length > 0;

/** What to do about a file of no known kind, where its beginning tells. */
export function nearMissRemedy(head: InputHead, fits: Fits = isOfSource): string | undefined {
  const line = firstLine(head.text);
  return (
    savedAnswer(head.text) ??
    separatorLine(head.text, fits) ??
    wrongSeparator(line, fits) ??
    nearHandWritten(line) ??
    unknownOfProvider(head.text) ??
    ofOneKind(line)
  );
}

/** A file that would be of a kind but for columns of its header, and what to choose when it is exported. */
export interface Lacking {
  readonly missing: readonly string[];
  readonly remedy: string;
}

/** Of the exports the one of whose needed columns this header has the most, more than two thirds. */
export function lackingColumns(head: InputHead): Lacking | undefined {
  const line = firstLine(head.text);
  const [best] = NEAR_MISSES.flatMap((each) => ('table' in each ? each.table : []))
    .map(({ columns, delimiter, remedy }) => {
      const missing = lackedColumns(headerCells(line, delimiter), columns);
      return { missing, remedy, share: missing.length / columns.filter(({ needed }) => needed).length };
    })
    .filter(({ share }) => share > 0 && share * 3 < 1)
    .sort((a, b) => a.share - b.share);
  return best;
}

/** What a service answers in place of a file, and a script saves under its name. */
const SAVED_ANSWERS = [
  {
    mark: /^\s*<(!doctype|html|\?xml)/i,
    remedy:
      'It is a web page in place of the file, such as one to sign in or an error: download the file again, and look into it.',
  },
  {
    mark: /^\s*\{\s*"errors?"\s*:/,
    remedy: 'It is an error that a service answered in place of the file: mend what it says, and fetch the file again.',
  },
] as const;

function savedAnswer(text: string): string | undefined {
  return SAVED_ANSWERS.find(({ mark }) => mark.test(text))?.remedy;
}

const NEAR_MISSES = Object.values(KINDS).flatMap(({ nearMisses }) => nearMisses);

function ofOneKind(line: string): string | undefined {
  return NEAR_MISSES.flatMap((each) => ('header' in each && each.header.test(line) ? each.remedy : []))[0];
}

/** A spreadsheet writes semicolons where the comma is the decimal separator, and commas in place of a store's tabs. */
const FOR_TABS: readonly (readonly [string, string])[] = [
  [',', 'commas'],
  [';', 'semicolons'],
  ['|', 'bars (|)'],
];

const WRONG_SEPARATORS = [
  ...FOR_TABS.map(([stands, name]) => {
    const remedy = `This is the right report, but its columns are separated by ${name} instead of tabs: download it again, and leave it as it is.`;
    return { stands, needed: '\t', remedy };
  }),
  ...FOR_COMMAS.map(([stands, remedy]) => ({ stands, needed: ',', remedy })),
];

function wrongSeparator(line: string, fits: Fits): string | undefined {
  return WRONG_SEPARATORS.find(({ stands, needed }) => {
    return line.includes(stands) && fits(beginning(line.replaceAll(stands, needed)));
  })?.remedy;
}

function beginning(text: string): InputHead {
  return { text, bytes: Buffer.from(text) };
}

function separatorLine(text: string, fits: Fits): string | undefined {
  const { form, remedy } = SEPARATOR_LINE;
  const rest = text.replace(form, '');
  if (rest === text) return undefined;
  return [remedy, fits(beginning(rest)) ? undefined : wrongSeparator(firstLine(rest), fits)].filter(Boolean).join(' ');
}

/** What shows whose file it is, and what is read of that provider. */
const PROVIDERS_FILES = [
  {
    mark: /"object"\s*:\s*"[a-z_.]+"|"(txn|ch|in|sub|cus|po|pi|re|evt)_[A-Za-z0-9]{8,}"|balance_transaction/i,
    remedy:
      'It looks like a file of Stripe that revshare does not know. Of Stripe it reads the itemized balance change from activity, its summary, the balance summary, and invoices: take this one out, or get one of those.',
  },
  {
    mark: /\bGPA\.\d{4}-|androidpublisher|"packageName"|\bpackage (name|id)\b/i,
    remedy:
      'It looks like a file of Google Play that revshare does not know. Of Google Play it reads the earnings report (earnings_YYYYMM_*.zip): take this one out, or get that.',
  },
  {
    mark: /"bundleId"|\bapple id(entifier)?\b|\bProduct Type Identifier\b|\bProvider Country\b/i,
    remedy:
      'It looks like a file of App Store Connect that revshare does not know. Of Apple it reads the daily Subscriber report (detailed), financial reports and the payments file: take this one out, or get one of those.',
  },
] as const;

function unknownOfProvider(text: string): string | undefined {
  return PROVIDERS_FILES.find(({ mark }) => mark.test(text))?.remedy;
}

/** Of the files that people write by hand the one whose header has the most columns of this line, at least half. */
function nearHandWritten(line: string): string | undefined {
  const cells = headerCells(line, ',').map((cell) => cell.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_'));
  const [best] = NEAR_MISSES.flatMap((each) => ('columns' in each ? each : []))
    .map(({ name, columns }) => {
      const names = columns.map((column) => column.name);
      return { name, names, shared: names.filter((each) => cells.includes(each)).length };
    })
    .filter(({ names, shared }) => shared * 2 >= Math.max(names.length, cells.length))
    .sort((a, b) => b.shared / b.names.length - a.shared / a.names.length);
  return best === undefined ? undefined : `For ${best.name} write exactly this header: ${best.names.join(',')}`;
}
