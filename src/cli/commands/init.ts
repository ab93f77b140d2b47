import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { initConfig } from '../../app/books/policy/init-config.ts';
import { type Found, foundInputs } from '../../app/import/found-inputs.ts';
import { BLANK } from '../../config/template.ts';
import { addMonths, formatMonth, monthOfInstant } from '../../core/month/month.ts';
import { PAYOUT_METHODS } from '../../core/payout/ledger/method.ts';
import { nextCommand } from '../../render/terminal/next-command.ts';
import { instantArgument } from '../arguments.ts';
import { printDocument, printNote, printText } from '../console.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Globals } from '../globals.ts';
import { UsageFault } from '../usage-fault.ts';

export interface InitOptions extends Globals {
  readonly firstMonth?: string;
  readonly share?: string;
  readonly defaultMethod?: string;
  readonly yes?: boolean;
}

/** What only a person knows. */
interface Answers {
  readonly firstMonth: string;
  readonly share: string;
  readonly defaultMethod: string;
}

/** What each answer must be, and how it is asked for. */
const QUESTIONS: Readonly<
  Record<keyof Answers, { readonly text: string; readonly flag: string; readonly form: RegExp }>
> = {
  firstMonth: {
    text: 'First month that is shared (YYYY-MM)',
    flag: '--first-month',
    form: /^\d{4}-(0[1-9]|1[0-2])$/,
  },
  share: {
    text: 'Share of the workers in net revenue, between 0 and 1',
    flag: '--share',
    form: /^(0(\.\d{1,18})?|1(\.0+)?)$/,
  },
  defaultMethod: {
    text: `How wallets are paid that payees.csv gives no method (${PAYOUT_METHODS.join(', ')})`,
    flag: '--default-method',
    form: new RegExp(`^(${PAYOUT_METHODS.join('|')})$`),
  },
};

/**
 * `revshare init [DIR]`: writes a commented revshare.yaml with the products, currencies and accounts that the inputs name.
 * It asks only at a terminal; elsewhere, and with --yes, options and defaults answer.
 */
export async function runInit(directory: string, options: InitOptions): Promise<ExitCode> {
  const found = await foundInputs(options.inputs ?? directory);
  const answers = await answersOf(options, found);
  const path = initConfig(options.config ?? null, directory, { ...found, ...answers });
  if (options.json) printDocument('init', { path });
  else if (!options.quiet) {
    printText(`wrote ${path}: ${foundText(found)}\n${nextCommand('doctor')}`, options);
    const ofInputs = join(options.inputs ?? directory, 'revshare.yaml');
    if (resolve(ofInputs) !== resolve(path) && existsSync(ofInputs))
      printNote(`${ofInputs} is there too, and reconcile --inputs reads it: keep one, or name it with --config\n`);
    if (found.unread > 0)
      printNote(`${found.unread} file(s) say nothing yet: revshare doctor --inputs DIR names them\n`);
  }
  return EXIT.done;
}

function foundText({ products, expects }: Found): string {
  if (products.length === 0) return 'fill in your products';
  return `${products.length} product(s) and ${expects.length} kind(s) of input found; read it before the first close`;
}

/** @throws UsageFault of an option that is none of its form */
async function answersOf(options: InitOptions, found: Found): Promise<Answers> {
  const asOfMs = instantArgument(options.asOf);
  const known: Answers = {
    // With exports at hand, the month to close first is the last one that is over: paying for earlier ones is a decision.
    firstMonth: options.firstMonth ?? (hasExports(found) ? lastMonth(asOfMs) : BLANK.firstMonth),
    share: options.share ?? BLANK.share,
    defaultMethod: options.defaultMethod ?? BLANK.defaultMethod,
  };
  for (const name of NAMES) {
    const { flag, form, text } = QUESTIONS[name];
    if (!form.test(known[name])) throw new UsageFault(`${flag} "${known[name]}" is not as asked for: ${text}`);
  }
  const asks = options.yes !== true && !options.quiet && process.stdin.isTTY && process.stdout.isTTY;
  if (!asks) return known;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  // By lines, so that what is typed ahead is not lost between two questions.
  const lines = terminal[Symbol.asyncIterator]();
  try {
    const answers = { ...known };
    for (const name of NAMES)
      if (options[name] === undefined) answers[name] = await ask({ terminal, lines }, name, known[name]);
    return answers;
  } finally {
    terminal.close();
  }
}

const NAMES = Object.keys(QUESTIONS) as (keyof Answers)[];

/** Stripe's CSV exports name no product; their ledger has a currency. */
function hasExports({ products, currencies }: Found): boolean {
  return products.length > 0 || currencies.length > 0;
}

function lastMonth(asOfMs: number): string {
  return formatMonth(addMonths(monthOfInstant(asOfMs), -1));
}

interface Asked {
  readonly terminal: Interface;
  readonly lines: AsyncIterator<string>;
}

/** Asks until the answer has its form; an empty one takes the default. @throws UsageFault when input ends */
async function ask({ terminal, lines }: Asked, name: keyof Answers, fallback: string): Promise<string> {
  const { text, form } = QUESTIONS[name];
  while (true) {
    terminal.setPrompt(`${text} [${fallback}]: `);
    terminal.prompt();
    const line = await lines.next();
    if (line.done === true) throw new UsageFault('a question has no answer; nothing was written');
    const answer = line.value.trim() || fallback;
    if (form.test(answer)) return answer;
  }
}
