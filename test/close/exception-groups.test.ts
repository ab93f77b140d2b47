import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { unwrapped } from '../running/program.ts';
import { command, listExceptions, type Movement, review, smallWorld, writeStripe } from '../worlds/close-world.ts';
import {
  appleFile,
  appleRow,
  earnings,
  lines,
  SUBSCRIBER,
  smallWorld as storeWorld,
  WORKER,
} from '../worlds/small-world.ts';
import { csvRows, reconcile, type World } from '../worlds/world.ts';

const JOB_HEADER = 'job_id,completed_at,status,payment_model,worker_wallet,subscriber_wallet,model_id,render_spark';

/** Refunds and a dispute of charges that are not in the data, and a charge in a currency without a rate. */
const ORPHANS: readonly Movement[] = [
  { kind: 'refund', id: 'a1', charge: 'ch_gone_1', day: '2026-08-10', amount: '20.00' },
  { kind: 'refund', id: 'a2', charge: 'ch_gone_2', day: '2026-08-11', amount: '20.00' },
  { kind: 'refund', id: 'b1', charge: 'ch_gone_3', day: '2026-08-12', amount: '7.50' },
  { kind: 'dispute', id: 'b2', charge: 'ch_gone_4', day: '2026-08-13', amount: '20.00' },
];
const IN_EUROS: readonly Movement[] = [
  {
    kind: 'charge',
    id: 'e1',
    charge: 'ch_e1',
    day: '2026-08-03',
    amount: '20.00',
    currency: 'eur',
    until: '2026-09-03',
  },
  {
    kind: 'charge',
    id: 'e2',
    charge: 'ch_e2',
    day: '2026-08-04',
    amount: '20.00',
    currency: 'eur',
    until: '2026-09-04',
  },
];

async function worldOfMany(): Promise<World> {
  const world = smallWorld();
  writeStripe(world, 'first', [...ORPHANS, ...IN_EUROS]);
  await review(world, '2026-08');
  return world;
}

async function applied(world: World, rows: string): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const file = join(world.root, 'filled.csv');
  writeFileSync(file, rows);
  return command(world, ['exceptions', '2026-08', '--apply', file, '--by', 'ada']);
}

describe('exceptions that are alike', () => {
  let world: World;
  beforeAll(async () => {
    world = await worldOfMany();
  });

  it('are one entry with their number and sum, a difference in the cause is another', async () => {
    const { stdout, code } = await command(world, ['exceptions', '2026-08']);
    expect(code).toBe(1);
    expect(stdout).toBe(
      [
        '2026-08  review: 6 open, 0 decided',
        '',
        'open  fx-missing  EUR to USD  2 exceptions, 40.000000 EUR',
        '  charge ch_e1 has no rate from EUR to USD on 2026-08-03',
        '      (stripe/ledger-first.csv:6), and 1 more',
        '  Add this row to fx.csv, with the rate in place of RATE:',
        '      2026-08-03,EUR,USD,RATE,',
        '  Add this row to fx.csv, with the rate in place of RATE:',
        '      2026-08-04,EUR,USD,RATE,',
        '',
        'open  orphan  refund  3 exceptions, -47.500000 USD',
        '  refund a1 is of charge ch_gone_1, which is not in the data',
        '      (stripe/ledger-first.csv:2), and 2 more',
        '  Import the export that holds its charge, or an opening schedule, or accept it',
        '      as a reduction of its own month.',
        '  decide: accept or leave-out',
        '',
        'open  orphan  txn_b2  (stripe/ledger-first.csv:5)',
        '  dispute b2 is of charge ch_gone_4, which is not in the data',
        '  Import the export that holds its charge, or an opening schedule, or accept it',
        '      as a reduction of its own month.',
        '  decide: accept or leave-out',
        '',
        '--all lists every one; --export FILE --groups writes a row for each group, to',
        '    decide it at once.',
        '',
        'next  revshare exceptions 2026-08 --export FILE',
        '',
      ].join('\n'),
    );
  });

  it('--all lists every one', async () => {
    const { stdout } = await command(world, ['exceptions', '2026-08', '--all']);
    expect(stdout.match(/^open /gm)).toHaveLength(6);
  });

  it('are all in --json, with cause, amount and groups', async () => {
    const { exceptions } = await listExceptions(world, '2026-08');
    expect(exceptions).toHaveLength(6);
    const { stdout } = await command(world, ['exceptions', '2026-08', '--json']);
    const document = JSON.parse(stdout) as { exceptions: Record<string, unknown>[]; groups: unknown[] };
    expect(document.exceptions.at(-1)).toMatchObject({ subject: 'txn_b2', cause: 'dispute', amount: '-20.000000' });
    expect(document.groups).toEqual([
      {
        ...{ code: 'fx-missing', cause: 'EUR to USD', decision: '', note: '', exceptions: 2 },
        amounts: [{ amount: '40.000000', unit: 'EUR' }],
      },
      {
        ...{ code: 'orphan', cause: 'refund', decision: '', note: '', exceptions: 3 },
        amounts: [{ amount: '-47.500000', unit: 'USD' }],
      },
      {
        ...{ code: 'orphan', cause: 'dispute', decision: '', note: '', exceptions: 1 },
        amounts: [{ amount: '-20.000000', unit: 'USD' }],
      },
    ]);
  });

  it('are exported one by one with the decisions that each takes', async () => {
    const file = join(world.root, 'all.csv');
    await command(world, ['exceptions', '2026-08', '--export', file]);
    const text = readFileSync(file, 'utf8');
    expect(text.slice(0, text.indexOf('\n'))).toBe('code,file,line,what,remedy,allowed,decision,note,subject');
    expect(csvRows(text).map(({ code, allowed }) => [code, allowed])).toEqual([
      ['fx-missing', ''],
      ['fx-missing', ''],
      ...Array.from({ length: 4 }, () => ['orphan', 'accept or leave-out']),
    ]);
  });
});

describe('rows of a store that nobody knows', () => {
  it('are a group for each type, product, duration and price, so that a decision about one is about no other', async () => {
    const world = storeWorld();
    world.write(
      'PlayApps_202610.csv',
      earnings(
        ...['GPA.1', 'GPA.2'].flatMap((order) => [
          [order, 5, 'Charge', '20.00'] as const,
          [order, 5, 'Google Play billing fee', '-1.00'] as const,
          [order, 5, 'Levy', '-0.25'] as const,
        ]),
      ),
    );
    const YEAR = { 'Subscription Apple ID': '6700000002', 'Standard Subscription Duration': '1 Year' } as const;
    world.write(
      'Subscriber_85_20261012.txt',
      appleFile([
        appleRow({ 'Subscription Apple ID': '6700000008', 'Subscriber ID': '1' }),
        appleRow({ 'Subscription Apple ID': '6700000009', 'Subscriber ID': '2' }),
        appleRow({ 'Standard Subscription Duration': '9 Moons', 'Subscriber ID': '3' }),
        appleRow({ ...YEAR, 'Customer Price': '16.99', 'Developer Proceeds': '14.44', 'Subscriber ID': '4' }),
        appleRow({ ...YEAR, 'Customer Price': '17.99', 'Developer Proceeds': '15.29', 'Subscriber ID': '5' }),
      ]),
    );
    const job = (id: string, status: string) =>
      `${id},2026-10-05T12:00:00Z,${status},subscription,${WORKER},${SUBSCRIBER},flux,1`;
    world.write('more-jobs.csv', lines([JOB_HEADER, job('j-2', 'parked'), job('j-3', 'parked'), job('j-4', 'done')]));
    await reconcile(world);
    const { stdout } = await command(world, ['exceptions', '2026-10', '--json']);
    const { groups } = JSON.parse(stdout) as { groups: { code: string; cause: string; exceptions: number }[] };
    expect(groups.map(({ code, cause, exceptions }) => [code, cause, exceptions])).toEqual([
      ['annual-billed-monthly', '6700000002 16.990000 USD', 1],
      ['annual-billed-monthly', '6700000002 17.990000 USD', 1],
      ['unknown-product', '6700000008', 1],
      ['unknown-product', '6700000009', 1],
      ['unknown-status', 'done', 1],
      ['unknown-status', 'parked', 1],
      ['unknown-term', '9 Moons', 1],
      ['unknown-type', 'google play billing fee', 2],
      ['unknown-type', 'levy', 2],
    ]);
    // One type is left out; the other waits for a person.
    const left = 'code,cause,decision,note,subject\nunknown-type,levy,leave-out,told,*\n';
    const file = join(world.root, 'filled.csv');
    writeFileSync(file, left);
    const ended = await command(world, ['exceptions', '2026-10', '--apply', file, '--by', 'ada']);
    expect(ended.stdout).toContain('2 decided, 0 unchanged; 9 exceptions open');
  });
});

describe('a decision about many', () => {
  it('takes what the pattern fits, each by itself; what comes later waits for a person', async () => {
    const world = await worldOfMany();
    const rows = 'code,decision,note,subject\norphan,leave-out,old ones,txn_a*\n';
    const first = await applied(world, rows);
    expect([first.code, first.stdout]).toEqual([
      0,
      'leave-out: 2 exceptions orphan with a subject like "txn_a*"\n2 decided, 0 unchanged; 4 exceptions open\n\nnext  revshare exceptions 2026-08\n',
    ]);
    const again = await applied(world, rows);
    expect(again.stdout).toContain('nothing was changed: 2 decisions in force already; 4 exceptions open\n');
    writeStripe(world, 'later', [{ kind: 'refund', id: 'a3', charge: 'ch_gone_5', day: '2026-08-14', amount: '1.00' }]);
    await review(world, '2026-08');
    const { exceptions } = await listExceptions(world, '2026-08');
    expect(exceptions.map(({ subject, decision }) => `${subject} ${decision}`)).toEqual([
      ...['ch_e1 ', 'ch_e2 ', 'txn_a1 leave-out', 'txn_a2 leave-out', 'txn_a3 ', 'txn_b1 ', 'txn_b2 '],
    ]);
    // By the decisions alone, whatever they were written as: the same digest as row by row.
    const other = await worldOfMany();
    writeStripe(other, 'later', [{ kind: 'refund', id: 'a3', charge: 'ch_gone_5', day: '2026-08-14', amount: '1.00' }]);
    await review(other, '2026-08');
    await applied(other, `${rows.replace('txn_a*', 'txn_a1')}orphan,leave-out,old ones,txn_a2\n`);
    const digests = [await review(world, '2026-08'), await review(other, '2026-08')].map(
      (each) => each.document.digest,
    );
    expect(digests[0]).toBe(digests[1]);
  });

  it('leaves what was decided otherwise as it is, and is withdrawn by pattern too', async () => {
    const world = await worldOfMany();
    await applied(world, 'code,decision,note,subject\norphan,accept,,txn_b2\n');
    const all = await applied(world, 'code,decision,note,subject\norphan,leave-out,known,*\n');
    expect(all.stdout).toBe(
      'leave-out: 3 exceptions orphan with a subject like "*"; 1 decided otherwise\n    before stay so\n' +
        '3 decided, 0 unchanged; 2 exceptions open\n\nnext  revshare exceptions 2026-08\n',
    );
    const back = await command(world, ['exceptions', '2026-08', '--withdraw', 'orphan', 'txn_*']);
    expect([back.code, back.stdout]).toEqual([
      0,
      'withdrawn: 4 decisions of orphan txn_*\n\nnext  revshare exceptions 2026-08\n',
    ]);
  });

  it('is refused where it fits nothing, or the code does not take it', async () => {
    const world = await worldOfMany();
    const ended = await applied(
      world,
      'code,decision,note,subject,cause\norphan,accept,,sub_*,\norphan,accept,,*,chargeback\nfx-missing,leave-out,x,*,\n',
    );
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain('2026-08 has no exception orphan that "sub_*" fits');
    expect(ended.stderr).toContain('2026-08 has no exception orphan of the cause "chargeback" that "*" fits');
    expect(ended.stderr).toContain('fx-missing does not take the decision "leave-out"');
    expect((await listExceptions(world, '2026-08')).decided).toBe(0);
  });

  it('is given in the row of a group, which an export writes and keeps until it is applied', async () => {
    const world = await worldOfMany();
    const file = join(world.root, 'groups.csv');
    const exported = await command(world, ['exceptions', '2026-08', '--export', file, '--groups']);
    expect(unwrapped(exported.stdout)).toContain(
      `${file} has 3 rows for 6 open exceptions\n\nnext  revshare exceptions 2026-08`,
    );
    const rows = csvRows(readFileSync(file, 'utf8'));
    expect(rows.map((row) => [row.code, row.cause, row.exceptions, row.amounts, row.allowed, row.subject])).toEqual([
      ['fx-missing', 'EUR to USD', '2', '40.000000 EUR', '', '*'],
      ['orphan', 'refund', '3', '-47.500000 USD', 'accept or leave-out', '*'],
      ['orphan', 'dispute', '1', '-20.000000 USD', 'accept or leave-out', 'txn_b2'],
    ]);
    const filled = readFileSync(file, 'utf8').replace(
      'accept or leave-out,,,*',
      'accept or leave-out,leave-out,known,*',
    );
    writeFileSync(file, filled);
    const lost = await command(world, ['exceptions', '2026-08', '--export', file]);
    expect([lost.code, lost.stderr.includes('unapplied-decisions')]).toEqual([2, true]);
    const done = await command(world, ['exceptions', '2026-08', '--apply', file]);
    expect(done.stdout).toBe(
      'leave-out: 3 exceptions orphan of refund with a subject like "*"\n3 decided, 0 unchanged; 3 exceptions open\n\nnext  revshare exceptions 2026-08\n',
    );
    const anew = await command(world, ['exceptions', '2026-08', '--export', file, '--groups']);
    expect([anew.code, unwrapped(anew.stdout).split('\n')[0]]).toEqual([0, `${file} has 2 rows for 3 open exceptions`]);
  });

  it('--groups goes with --export', async () => {
    const world = smallWorld();
    const ended = await command(world, ['exceptions', '2026-08', '--groups']);
    expect([ended.code, ended.stderr]).toEqual([2, 'error: --groups goes with --export\n']);
  });
});
