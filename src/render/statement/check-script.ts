import type { StatementLayout } from '../../core/statement/statement-record.ts';

/** Whether the listed jobs, where there are any, are those of the statement. */
const WRONG_JOBS = `const wrongJobs = async ({ jobs, statement: { models } }) => {
  if (!jobs) return '';
  if ((await sha256(UTF8.encode(JSON.stringify(jobs.list)))) !== jobs.sha256) return 'the SHA-256 of the jobs';
  const [listed, own] = [jobs.list, models].map((lines) => sum(lines.map((each) => each.renderSpark)));
  if (listed !== own) return 'Spark by job';
  return jobs.list.length === models.reduce((all, each) => all + each.jobs, 0) ? '' : 'the number of jobs';
};
`;

/** Whether the days, where there are any, come to what the models do, and are those of the listed jobs. */
const WRONG_DAYS = `const wrongDays = ({ days, jobs, statement: { models } }) => {
  if (!days) return '';
  const [byDay, own] = [days, models].map((lines) => sum(lines.map((each) => each.renderSpark)));
  if (byDay !== own) return 'Spark by day';
  const [count, all] = [days, models].map((lines) => lines.reduce((total, each) => total + each.jobs, 0));
  if (count !== all) return 'jobs by day';
  const isListed = ({ day, jobs: number, renderSpark }) => {
    const listed = jobs.list.filter((job) => job.day === day);
    return listed.length === number && sum(listed.map((job) => job.renderSpark)) === units(renderSpark);
  };
  return !jobs || days.every(isListed) ? '' : 'the days of the jobs';
};
`;

/**
 * What an HTML statement checks of itself, in the reader's browser: that it is as it was made, that every sum holds, that its
 * figures lead to its root, and that root and figures are the published ones. To be read by whoever doubts it; the same in
 * Python stands in docs/statements.md.
 */
export function checkScript(layout: StatementLayout): string {
  const [jobs, andJobs] = layout < 3 ? ['', ''] : [WRONG_JOBS, ' || (await wrongJobs(each))'];
  const [days, andDays] = layout < 5 ? ['', ''] : [WRONG_DAYS, ' || wrongDays(each)'];
  return `'use strict';
const asItStands = document.documentElement.innerHTML;
const page = document.documentElement.dataset.shown;
const record = JSON.parse(document.getElementById('record').textContent);
const proven = record.kind === 'month' ? [record] : record.months;
const known = new Map();
const UTF8 = new TextEncoder();
const hexOf = (bytes) => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
const bytesOf = (hex) => Uint8Array.from(hex.match(/../g), (byte) => Number.parseInt(byte, 16));
const sha256 = async (bytes) => hexOf(await crypto.subtle.digest('SHA-256', bytes));
// An amount as a whole number of its smallest unit: no fraction is ever rounded.
const units = (text, decimals = 6) => {
  const [whole, rest = ''] = text.split('.');
  return BigInt(whole + rest.padEnd(decimals, '0'));
};
const sum = (amounts) => amounts.reduce((all, each) => all + units(each), 0n);
// From the statement up to the root, with the hashes beside the way (RFC 9162).
const rootOf = async ({ statement, proof }) => {
  let node = await sha256(UTF8.encode('\\0' + JSON.stringify(statement)));
  let [at, last] = [proof.index, proof.leaves - 1];
  const path = [...proof.path];
  for (; last > 0; [at, last] = [at >> 1, last >> 1]) {
    if (at % 2 === 0 && at === last) continue;
    const beside = path.shift() ?? '';
    node = await sha256(bytesOf('01' + (at % 2 === 1 ? beside + node : node + beside)));
  }
  return path.length === 0 ? node : '';
};
const wrongSum = ({ published, payout, workers, models, late }) => {
  const exact = 60;
  const shares = published.netRevenueByShare ?? [published];
  const pool = shares.reduce((all, each) => all + units(each.netRevenueUsd) * units(each.share, exact - 6), 0n);
  if (sum(shares.map((each) => each.netRevenueUsd)) !== units(published.netRevenueUsd)) return 'net revenue by share';
  if (pool !== units(published.poolUsd, exact)) return 'the pool';
  const spark = units(published.creditedRenderSpark);
  const available = pool + units(published.carriedInUsd, exact);
  const shared = available > 0n && spark > 0n ? available / 10n ** BigInt(exact - 6) : 0n;
  if (shared !== units(published.distributableUsd)) return 'the distributable amount';
  const own = units(payout.render_spark ?? '0');
  const earned = units(payout.earned_usd ?? '0');
  if (earned !== (spark === 0n ? 0n : (shared * own) / spark)) return 'the earned amount';
  if (sum(workers.map((each) => each.earnedUsd)) !== earned) return 'what the workers earned';
  for (const lines of [workers, [...models, ...late]]) {
    if (sum(lines.map((each) => each.renderSpark)) !== own) return 'Spark by worker or model';
    if (lines.reduce((all, each) => all + each.jobs, 0) !== Number(payout.jobs ?? 0)) return 'jobs by worker or model';
  }
  return '';
};
const wrongAccount = ({ account, payments, statement }) => {
  if (!account) return '';
  const has = (name) => units(account[name + 'Usd']);
  const stays = has('broughtForward') + has('earned') + has('adjustments') - has('paid') - has('fees');
  if (has('earned') !== units(statement.payout.earned_usd ?? '0') || stays !== has('carriedForward')) return 'the account';
  if (sum(account.adjustments.map((each) => each.amountUsd)) !== has('adjustments')) return 'the adjustments';
  if (sum(payments.map((each) => each.paidUsd)) !== has('paid')) return 'the payments';
  return sum(payments.map((each) => each.feeUsd)) === has('fees') ? '' : 'the fees';
};
${jobs}${days}// public.json writes netRevenueUsd as net_revenue_usd, among its totals.
const publishedAs = (value) =>
  JSON.stringify(value).replace(/[a-z][A-Z]/g, (pair) => pair[0] + '_' + pair[1].toLowerCase());
const notPublished = ({ statement: { published }, proof, manifestSha256 }, month) => {
  if (proof.root !== month.statements.root || proof.leaves !== month.statements.leaves) return 'the root';
  if (manifestSha256 !== month.manifest_sha256) return 'the SHA-256 of the manifest';
  const figures = { ...month.totals, month: month.month, state: month.state, digest: month.digest, share: month.share };
  for (const [name, value] of Object.entries(published)) {
    const right = figures[publishedAs(name).slice(1, -1)];
    if (publishedAs(value) !== JSON.stringify(right)) return name;
  }
  return 'net_revenue_by_share' in month.totals && !published.netRevenueByShare ? 'net revenue by share' : '';
};
const firstDifference = async () => {
  if ((await sha256(UTF8.encode(asItStands))) !== page) return 'the page is not as it was made';
  for (const each of proven) {
    const { month } = each.statement.published;
    const wrong = wrongSum(each.statement) || wrongAccount(each)${andDays}${andJobs};
    if (wrong) return month + ': ' + wrong + ' does not add up';
    if ((await rootOf(each)) !== each.proof.root) return month + ': its figures do not lead to its root';
    const other = known.has(month) ? notPublished(each, known.get(month)) : '';
    if (other) return month + ': ' + other + ' is not as it was published';
  }
  return '';
};
const verdict = document.getElementById('verdict');
const tell = (look, text) => {
  verdict.className = look;
  verdict.textContent = text;
};
const check = async () => {
  const difference = await firstDifference();
  const missing = proven.map((each) => each.statement.published.month).filter((month) => !known.has(month));
  if (difference) tell('bad', 'Different: ' + difference + '.');
  else if (missing.length > 0) tell('half', 'Its sums and its proof hold. Give it the public.json of ' + missing.join(', ') + '.');
  else tell('good', 'It holds: every sum, the proof, and what was published.');
};
const checkOrTell = () => check().catch((fault) => tell('bad', 'Different: it cannot be checked (' + fault.message + ').'));
const take = async (files) => {
  try {
    for (const file of files) {
      const month = JSON.parse(await file.text());
      if (!proven.some((each) => each.statement.published.month === month.month)) {
        return tell('bad', file.name + ' is no public.json of a month of this statement.');
      }
      known.set(month.month, month);
    }
    await checkOrTell();
  } catch (fault) {
    tell('bad', 'The file cannot be read: ' + fault.message);
  }
};
document.getElementById('public').addEventListener('change', (event) => take(event.target.files));
document.addEventListener('dragover', (event) => event.preventDefault());
document.addEventListener('drop', (event) => {
  event.preventDefault();
  take(event.dataTransfer.files);
});
checkOrTell();
`;
}
