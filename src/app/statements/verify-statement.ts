import { hash } from 'node:crypto';
import { checkAccount, checkDue, checkProven, type PublishedRoot } from '../../core/statement/check-statement.ts';
import { checkJobDays } from '../../core/statement/job-days.ts';
import { checkJobList } from '../../core/statement/job-list.ts';
import {
  type MonthRecord,
  type ProvenStatement,
  STATEMENT_LAYOUTS,
  type StatementForm,
  type StatementRecord,
  type YearMonth,
  type YearRecord,
} from '../../core/statement/statement-record.ts';
import { readNamedFile } from '../../files/named-places.ts';
import { InvalidInput, problem } from '../../problems/problem.ts';
import { readManifest } from '../../render/reports/read-manifest.ts';
import { recordIn, statementIn } from '../../render/statement/statement-forms.ts';
import { wordsOf } from '../../render/statement/statement-text.ts';
import { NOT_GIVEN, type StatementVerdict } from '../../render/statement/verdict.ts';
import { readStatementRecord } from '../../sources/statement-record.ts';
import { statementHash } from '../close/reports/statement-hash.ts';

export interface VerifyStatementRequest {
  readonly file: string;
  /** public.json of the statement's months, or their manifest.json. */
  readonly manifests: readonly string[];
  /** In place of a manifest: the published root of the month. */
  readonly root: string | null;
}

/**
 * Checks a statement with nothing but itself and what was published: every byte of the file against its record, the
 * record's proof against the root, and the figures against each other and the manifest. Needs no data directory.
 *
 * @throws InvalidInput no-such-path, unreadable-path, not-a-statement, not-a-manifest
 */
export function verifyStatement({ file, manifests, root }: VerifyStatementRequest): StatementVerdict {
  const known = new Map(manifests.map((path) => publishedIn(readText(path), path)));
  return judgeStatement(readText(file), file, known, root);
}

/**
 * Judges the text of a statement by what is known of its months. A mail may have changed its line ends, and wrapped a text; nothing else may.
 *
 * @throws InvalidInput not-a-statement
 */
export function judgeStatement(
  content: string,
  file: string,
  known: ReadonlyMap<string, PublishedRoot>,
  root: string | null,
): StatementVerdict {
  const text = content.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  const found = recordIn(text);
  // What was published is JSON too, and easily named in the statement's place.
  if (found === null || !found.record.includes('"revshare_statement"')) {
    throw new InvalidInput([problem('not-a-statement', { file }, 'no statement’s record is in it')]);
  }
  const read = readStatementRecord(found.record);
  if (read === null) {
    const differences = [whyUnread(found.record)];
    return { file, wallet: null, months: [], payments: 0, hasAccount: false, differences };
  }
  const { record, layout } = read;
  const differences = [
    ...textDifference(text, statementIn(found.form, record, statementHash, layout), found.form),
    ...provenOf(record).flatMap((each) => checkOne(each, known, root)),
    ...(record.kind === 'month' ? checkMonth(record, known) : checkYear(record, known)),
  ];
  const wallet = record.kind === 'month' ? record.statement.wallet : record.wallet;
  const months = provenOf(record).map(({ statement }) => statement.published.month);
  const hasAccount = record.kind === 'month' && record.account !== null;
  return { file, wallet, months, payments: record.payments.length, hasAccount, differences };
}

function provenOf(record: StatementRecord): readonly ProvenStatement[] {
  return record.kind === 'month' ? [record] : record.months;
}

/** What no root covers, and what is listed beside the proven figures. */
function checkMonth(record: MonthRecord, known: ReadonlyMap<string, PublishedRoot>): string[] {
  const { statement, terms, days, jobs } = record;
  const published = known.get(statement.published.month);
  const byDay = days === undefined ? [] : checkJobDays(days, statement, jobs?.list);
  return [
    ...checkAccount(record),
    ...(published === undefined || terms === undefined ? [] : checkDue({ ...record, due: terms.due }, published)),
    ...byDay.map((what) => `${statement.published.month}: ${what}`),
    ...checkListed(record),
  ];
}

function checkListed({ statement, jobs }: YearMonth): string[] {
  const found = jobs === undefined ? [] : checkJobList(jobs, statement, statementHash);
  return found.map((what) => `${statement.published.month}: ${what}`);
}

function checkYear(
  { wallet, year, months, payments }: YearRecord,
  known: ReadonlyMap<string, PublishedRoot>,
): string[] {
  const found = months
    .filter(({ statement }) => statement.wallet !== wallet || !statement.published.month.startsWith(`${year}-`))
    .map(({ statement }) => `${statement.published.month}: it is not of this wallet and year`);
  const others = payments.filter(({ sentAt }) => !sentAt.startsWith(`${year}-`));
  return [
    ...found,
    ...months.flatMap((each) => {
      const published = known.get(each.statement.published.month);
      return published === undefined ? [] : checkDue(each, published);
    }),
    ...months.flatMap(checkListed),
    ...others.map(({ reference }) => `the payment ${reference} was not sent in ${year}`),
  ];
}

function checkOne(proven: ProvenStatement, known: ReadonlyMap<string, PublishedRoot>, root: string | null): string[] {
  const { month } = proven.statement.published;
  const published =
    known.get(month) ??
    (root === null ? null : { root: root.toLowerCase(), manifestSha256: null, published: null, due: null });
  if (published === null) return [`${month}: ${NOT_GIVEN}`];
  return checkProven(proven, published);
}

function whyUnread(record: string): string {
  const [, layout] = /"revshare_statement":(\d+)/.exec(record) ?? [];
  const isKnown = layout === undefined || STATEMENT_LAYOUTS.some((each) => String(each) === layout);
  if (isKnown) return 'its record was changed: it cannot be read';
  return `it is of layout ${layout}, and this version reads ${STATEMENT_LAYOUTS.join(' and ')}: ask for the statement anew`;
}

/** The first line that is not what the record says. A mail program may have wrapped the lines of a text: its words count. */
function textDifference(text: string, expected: string, form: StatementForm): string[] {
  if (text === expected) return [];
  if (form === 'text' && wordsOf(text).join('\n') === wordsOf(expected).join('\n')) return [];
  const [own, right] = [text.split('\n'), expected.split('\n')];
  const differing = Array.from({ length: Math.max(own.length, right.length) }, (_, at) => at).filter(
    (at) => own[at] !== right[at],
  );
  // The seal of a page differs with anything else, and tells nobody what.
  const line = differing.find((at) => form !== 'html' || at !== SEAL_LINE);
  if (line === undefined) {
    return ['its seal (data-shown) is of another page: what it says and its record were changed together'];
  }
  const [says = '', wanted = ''] = [own[line], right[line]];
  const from = differsFrom(says, wanted);
  return [`line ${line + 1} says "${brief(says, from)}", its record says "${brief(wanted, from)}"`];
}

/** Of a page the line, from 0, that has the SHA-256 of the rest. */
const SEAL_LINE = 1;

/** The first character, from 0, in which two lines differ. */
function differsFrom(one: string, other: string): number {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  return at;
}

const LONGEST = 120;
/** What is shown of a long line before the place where it differs. */
const BEFORE = 40;

function brief(line: string, from: number): string {
  if (line.length <= LONGEST) return line;
  const start = from < LONGEST - BEFORE ? 0 : from - BEFORE;
  const end = start + LONGEST;
  return `${start === 0 ? '' : '…'}${line.slice(start, end)}${end < line.length ? '…' : ''}`;
}

/** What the text of a public.json, or of a manifest.json, says of its month. @throws InvalidInput not-a-manifest */
export function publishedIn(text: string, path: string): [string, PublishedRoot] {
  try {
    const manifest = readManifest(text);
    const published = manifest.published();
    const manifestSha256 = manifest.madeOf() ?? hash('sha256', text);
    return [published.month, { root: manifest.statementRoot(), manifestSha256, published, due: manifest.payoutDue() }];
  } catch {
    throw new InvalidInput([problem('not-a-manifest', { file: path }, 'it holds no month with a statement root')]);
  }
}

function readText(path: string): string {
  return readNamedFile(path).toString('utf8');
}
