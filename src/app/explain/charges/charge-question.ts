import type { Decision, DecisionBook } from '../../../core/close/decision.ts';
import { type ChargeFacts, chargeExplanation } from '../../../core/explanation/charges/charge-tree.ts';
import type { PostedRow } from '../../../core/explanation/charges/posted-row.ts';
import { type Explanation, explained } from '../../../core/explanation/tree/explanation.ts';
import { formatMicro } from '../../../core/money/micro.ts';
import { formatMonth, type Month } from '../../../core/month/month.ts';
import { rulesOf } from '../../../core/policy/dated-rules.ts';
import type { RowFate } from '../../../core/revenue/assembled.ts';
import type { ChargeHistory } from '../../../core/revenue/charge-history.ts';
import type { Provider, SourceLine } from '../../../core/revenue/provider.ts';
import { postedRowReader } from '../../../render/reports/postings-csv.ts';
import { keptInvoices, type NamedStoredRow, rowsNaming, rowsOfSubscriber } from '../../../store/inputs/named-rows.ts';
import type { JudgedRows } from '../../close/facts/assembled-groups.ts';
import {
  type AskedCharge,
  decisionsOfJudged,
  type JudgeRequest,
  judgedCharges,
  judgedLooseRows,
} from '../../close/facts/charge-histories.ts';
import type { ExplainRequest } from '../month/explain-request.ts';
import { PostingWholes } from '../month/posting-wholes.ts';
import { judgedAsReported, numberedRows, type ReportedMonth, reportedMonth } from '../month/reported-month.ts';

/**
 * Explains whatever carries an id: a charge or order, a refund or dispute, an invoice, a payment, a row of an export. Each
 * charge that it belongs to is one answer. Empty when nothing carries it.
 */
export async function byId(request: ExplainRequest, month: Month, id: string): Promise<Explanation[]> {
  const { db } = request.workspace.store;
  const [plain] = id.split('#');
  const invoices = await keptInvoices(db, { id });
  const charges = await ofRows(request, month, await rowsNaming(db, plain ?? id));
  return [
    ...charges.map((each) => under(each, invoices)),
    ...(charges.length === 0 ? invoices.map((each) => under(null, [each])) : []),
  ];
}

/** Explains every charge of a subscription, customer or subscriber, by the id that its store has of it; empty when nobody is called so. */
export async function bySubscriber(request: ExplainRequest, month: Month, id: string): Promise<Explanation[]> {
  return ofRows(request, month, await rowsOfSubscriber(request.workspace.store.db, id));
}

/** The charges that rows belong to, each explained once; a row that names none by itself. */
export async function ofRows(
  request: ExplainRequest,
  month: Month,
  rows: readonly NamedStoredRow[],
): Promise<Explanation[]> {
  if (rows.length === 0) return [];
  const reports = await reportedMonth(request, month);
  const asked = distinct(
    rows.filter(({ group }) => group !== '').map(({ provider, group }) => ({ provider, charge: group })),
  );
  const answers: Explanation[] = [];
  const asReported = await judging(judgedAsReported(request, reports), knownBy(reports));
  for (const each of await judgedOf(asReported.request, asked, rows))
    answers.push(...(await explainedGroup(request, reports, each, asReported)));
  if (reports.state !== 'final') return answers;
  const [first, ...others] = answers;
  if (first !== undefined) return [{ ...first, factors: [...first.factors, ...cameLater(reports, rows)] }, ...others];
  // All of it came after the month was final: then what is known now is all that there is to say.
  const asOfNow = await judging({ ...request, month }, NOW);
  for (const each of await judgedOf(asOfNow.request, asked, rows))
    answers.push(...(await explainedGroup(request, reports, each, asOfNow)));
  return answers;
}

/** How rows are judged: by what question, since when it is so, and the decisions that it goes by. */
interface Judging {
  readonly request: JudgeRequest;
  readonly known: string;
  readonly decisions: DecisionBook;
}

async function judging(request: JudgeRequest, known: string): Promise<Judging> {
  return { request, known, decisions: await decisionsOfJudged(request) };
}

const NOW = 'as now known';

function knownBy({ state, month }: ReportedMonth): string {
  return state === 'final' ? `as known when ${formatMonth(month)} became final` : NOW;
}

/** The rows that a final month did not know. */
function cameLater({ manifest, month }: ReportedMonth, rows: readonly NamedStoredRow[]): Explanation[] {
  const known = new Set(manifest.inputs.map(({ sha256 }) => sha256));
  return rows
    .filter(({ source, active }) => active && source.line > 0 && !known.has(source.input))
    .map(({ source, rowId }) =>
      explained({
        label: `row ${rowId} came after ${formatMonth(month)} was final`,
        note: 'what it changes of the month posts in the first open one, as an adjustment',
        rule: 'R16',
        source,
      }),
    );
}

async function judgedOf(
  request: JudgeRequest,
  asked: readonly AskedCharge[],
  rows: readonly NamedStoredRow[],
): Promise<JudgedRows[]> {
  const judged: JudgedRows[] = [];
  const wanted = new Set(asked.map(({ provider, charge }) => `${provider} ${charge}`));
  for await (const each of judgedCharges(request, asked)) {
    if (each.rows.some(({ provider, group }) => wanted.has(`${provider} ${group}`))) judged.push(each);
  }
  for (const [provider, ids] of looseIds(rows)) {
    for await (const each of judgedLooseRows(request, provider, ids)) judged.push(each);
  }
  return judged;
}

async function explainedGroup(
  request: ExplainRequest,
  reports: ReportedMonth,
  { rows, group }: JudgedRows,
  { known, decisions }: Judging,
): Promise<Explanation[]> {
  const [first] = rows;
  if (first === undefined) return [];
  const { provider } = first;
  const histories: (ChargeHistory | null)[] = group.charges.length === 0 ? [null] : [...group.charges];
  const answers: Explanation[] = [];
  for (const history of histories) {
    const charge = history?.id ?? (first.group === '' ? (first.rowId ?? '') : first.group);
    answers.push(
      chargeExplanation(await factsOf(request, reports, { provider, charge, history, known, rows, group, decisions })),
    );
  }
  return answers;
}

async function factsOf(
  request: ExplainRequest,
  reports: ReportedMonth,
  of: Pick<ChargeFacts, 'charge' | 'history' | 'known'> & {
    readonly provider: Provider;
    readonly rows: JudgedRows['rows'];
    readonly group: JudgedRows['group'];
    readonly decisions: DecisionBook;
  },
): Promise<ChargeFacts> {
  const { month, manifest } = reports;
  const postings = await postingsOfCharge(reports, of.provider, of.charge);
  const wholes = new PostingWholes(request, reports);
  await wholes.read(postings);
  return {
    provider: of.provider,
    charge: of.charge,
    month,
    postings,
    wholeOf: (posting) => wholes.of(posting),
    rows: of.rows.map((row) => ({
      row,
      fate: of.group.fates.get(row.source) ?? NO_FATE,
      decision: decisionAbout(row.source, of.group, of.decisions),
    })),
    history: of.history,
    known: of.known,
    policy: judgedAsReported(request, reports).policy,
    share: rulesOf(manifest.policy, month).share,
  };
}

/** What was decided about the exception that a row is. */
function decisionAbout(
  source: SourceLine,
  { fates, findings }: JudgedRows['group'],
  decisions: DecisionBook,
): Decision | null {
  const fate = fates.get(source);
  const asked = findings.filter(({ code }) => fate?.fate === 'exception' && code === fate.by);
  const own = asked.find((finding) => finding.source?.input === source.input && finding.source.line === source.line);
  const finding = own ?? asked[0];
  return finding === undefined ? null : decisions.on(finding.code, finding.subject, finding.month);
}

const NO_FATE: RowFate = { fate: 'booked', by: '' };

/** The rows of postings.csv of one charge, or of a cost by its name. */
async function postingsOfCharge(reports: ReportedMonth, provider: string, charge: string): Promise<PostedRow[]> {
  const found: PostedRow[] = [];
  for await (const { columns, records, first } of numberedRows(reports, 'postings.csv')) {
    const at = columns.get('charge') ?? -1;
    const read = postedRowReader(columns);
    for (const [index, record] of records.entries()) {
      // Most rows are of other charges: only the one cell of those is looked at.
      if (record[at]?.includes(charge) !== true) continue;
      const posting = read(record, first + index);
      if (posting.charge === charge && posting.provider === provider) found.push(posting);
    }
  }
  return found;
}

function distinct<Asked extends { readonly provider: string; readonly charge: string }>(
  asked: readonly Asked[],
): Asked[] {
  return [...new Map(asked.map((each) => [`${each.provider} ${each.charge}`, each])).values()];
}

function looseIds(rows: readonly NamedStoredRow[]): Map<Provider, string[]> {
  const ids = new Map<Provider, string[]>();
  for (const { provider, group, rowId } of rows) {
    if (group === '' && rowId !== '') ids.set(provider, [...(ids.get(provider) ?? []), rowId]);
  }
  return ids;
}

type Invoices = Awaited<ReturnType<typeof keptInvoices>>;

/** An invoice stands beside its charge; without a charge it says why it brings nothing. */
function under(charge: Explanation | null, invoices: Invoices): Explanation {
  const nodes = invoices.map(({ id, source, total, currency, noChargeReason }) =>
    explained({
      label: `invoice ${id}, total ${formatMicro(total)} ${currency}`,
      note:
        charge === null
          ? noChargeReason === ''
            ? 'no row of a ledger names it'
            : `it brings nothing: ${noChargeReason}`
          : 'how the charge is spread and taxed',
      rule: charge === null ? 'R4' : 'R5',
      source,
    }),
  );
  const [only] = nodes;
  if (charge === null && only !== undefined) return only;
  if (charge === null) throw new Error('an invoice or a charge is explained');
  return nodes.length === 0 ? charge : { ...charge, factors: [...charge.factors, ...nodes] };
}
