import { instant, type Maker } from './maker.ts';
import type { ProofPolicy } from './second-opinion.ts';

/** Wallets in lower case: compared by value, and without a checksum to fit. */
const wallet = (digit: string): string => `0x${digit.repeat(40)}`;
export const WORKERS = ['a', 'b', 'c', 'd'].map(wallet);
const NETWORKS = ['fast', 'mac', 'relaxed', 'fast', ''];
const SUBSCRIBERS = ['d', '1', '2', '3'].map(wallet);

interface JobFields {
  readonly id: string;
  readonly at: string;
  readonly status: string;
  readonly paid: string;
  readonly trialing: string;
  readonly worker: string;
  readonly subscriber: string;
  readonly workerAccount: string;
  readonly subscriberAccount: string;
  readonly model: string;
  readonly spark: string;
  readonly event: string;
  readonly network: string;
  readonly nft: string;
}

/** Jobs of every month, with all that can be wrong with one. */
export function jobRows(maker: Maker): void {
  const { chance } = maker;
  for (const month of ['2026-08', '2026-09', '2026-10', '2026-11', '2026-12']) {
    const count = maker.closes === 0 && chance.percent(8) ? 0 : chance.int(1, 6);
    // The first is of the month itself and known in time: a month without a job row is never closed.
    for (let each = 0; each < count; each += 1)
      write(maker, randomJob(maker, month, each === 0), each === 0 ? 0 : maker.stage());
  }
  links(maker);
}

function randomJob(maker: Maker, month: string, inside: boolean): JobFields {
  const { chance } = maker;
  const at = new Date(Date.parse(`${month}-01T00:00:00Z`) + chance.int(0, 27 * 86_400) * 1000).getTime();
  const border = instant(maker, `${month}-01T00:00:00Z`, `${month}-28T00:00:00Z`);
  const when = chance.percent(20) && !inside ? border : at;
  const forms = [
    new Date(when).toISOString(),
    String(when),
    new Date(when + 7_200_000).toISOString().replace('Z', '+02:00'),
    new Date(when - 28_800_000).toISOString().replace('.000Z', '-08:00'),
  ];
  const number = maker.fresh();
  return {
    id: `job-${number}`,
    at: chance.pick(forms),
    status: chance.percent(85)
      ? chance.pick(['completed', 'jobCompleted', 'Completed'])
      : chance.pick(['failed', 'timedOut', 'refunded', 'Queued', 'parked', 'Parked', 'paused']),
    paid: chance.percent(85)
      ? chance.pick(['subscription', 'Subscription'])
      : chance.pick(['paid_spark', 'free_spark', 'sogni', 'voucher']),
    trialing: chance.pick(['', 'false', 'true', '0', '1']),
    worker: chance.pick(WORKERS),
    subscriber: chance.percent(95) ? chance.pick(SUBSCRIBERS) : '',
    workerAccount: chance.pick(['', '', 'u1', 'u2']),
    subscriberAccount: chance.pick(['', '', 'u1', 'u3']),
    model: chance.percent(92)
      ? chance.pick(['z-image', 'flux2'])
      : chance.pick(['GPT-image-2', 'seedance-pro', 'happyhorse', 'xseedance']),
    spark: chance.pick([
      '0',
      '1',
      '0.000001',
      `${chance.int(0, 90)}.${String(chance.int(0, 999_999)).padStart(6, '0')}`,
      '33.3',
    ]),
    event: chance.percent(6) ? `event-${maker.fresh()}` : '',
    network: NETWORKS[number % NETWORKS.length] ?? '',
    nft: number % 4 === 0 ? '' : String(71 + (number % 3)),
  };
}

function write(maker: Maker, job: JobFields, known: number): void {
  const { chance } = maker;
  line(maker, job, known);
  // Another content of a job that a final month has credited.
  if (chance.percent(5)) line(maker, { ...job, spark: '66.6' }, maker.stage());
  const twist = chance.int(1, 100);
  // The same job by another network or NFT is the same job.
  if (twist <= 2) line(maker, { ...job, network: 'mac' }, known);
  else if (twist <= 4) line(maker, { ...job, network: 'fast', nft: '79' }, known);
  else if (twist <= 8) line(maker, job, known);
  else if (twist <= 11) line(maker, { ...job, spark: '77.5' }, known);
  else if (twist <= 14) line(maker, { ...job, event: `event-${maker.fresh()}`, spark: '5' }, known);
  else if (twist <= 24 && job.event !== '') line(maker, { ...job, event: `event-${maker.fresh()}` }, known);
}

function line(maker: Maker, job: JobFields, known: number): void {
  const file = maker.chance.pick(['jobs/log', 'jobs/log', 'jobs/lines']);
  if (file === 'jobs/lines') {
    const nested = {
      id: job.id,
      endTime: /^\d+$/.test(job.at) ? Number(job.at) : job.at,
      status: job.status,
      paymentModel: job.paid,
      subscriptionTrialing: job.trialing === 'true' || job.trialing === '1',
      worker: {
        address: job.worker,
        ...(job.workerAccount === '' ? {} : { id: job.workerAccount }),
        ...(job.nft === '' ? {} : { nftTokenId: job.nft }),
      },
      ...(job.network === '' ? {} : { network: job.network }),
      artist: {
        ...(job.subscriber === '' ? {} : { address: job.subscriber }),
        ...(job.subscriberAccount === '' ? {} : { id: job.subscriberAccount }),
      },
      modelId: job.model,
      renderSpark: job.spark,
      ...(job.event === '' ? {} : { eventId: job.event }),
    };
    maker.put(file, JSON.stringify(nested), known);
    return;
  }
  const cells = [
    job.id,
    job.at,
    job.status,
    job.paid,
    job.trialing,
    job.worker,
    job.subscriber,
    job.workerAccount,
    job.subscriberAccount,
  ];
  maker.put(file, [...cells, job.model, job.spark, job.event, job.network, job.nft].join(','), known);
}

/** Who belongs to whom, and who took part when. */
function links(maker: Maker): void {
  const { chance } = maker;
  for (const each of new Set([...WORKERS, ...SUBSCRIBERS])) {
    if (chance.percent(15)) maker.put('links', `${each},${chance.pick(['ada', 'ben'])}`, maker.stage());
  }
  if (!chance.percent(40)) return;
  for (const each of WORKERS) {
    if (chance.percent(20)) continue;
    const from = chance.percent(50) ? '' : new Date(instant(maker, '2026-07-20', '2026-10-20')).toISOString();
    const end = chance.percent(80) ? '' : new Date(instant(maker, '2026-10-21', '2026-12-20')).toISOString();
    // The border of a month may be behind both days: nothing ends before it begins.
    const until = from !== '' && end <= from ? '' : end;
    maker.put('participation', `${each},${from},${until}`, 0);
  }
}

/** A time of a job log as a network writes it that says no offset, or whole seconds. */
export function plainTimes(line: string, { zone, seconds }: NonNullable<ProofPolicy['times']>): string {
  const offset = zone === 'UTC' ? 0 : Number(zone.slice(0, 3)) * 3_600_000;
  const local = line.replace(/(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z)/, (text) =>
    new Date(Date.parse(text) + offset).toISOString().replace('.000Z', ''),
  );
  return seconds ? local.replace(/\b(1[78]\d{8})000\b/, '$1') : local;
}
