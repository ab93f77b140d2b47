import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  apply,
  command,
  decide,
  decisionsCsv,
  FORGE,
  finalBytes,
  finalize,
  finalRows,
  KILN,
  listExceptions,
  type Movement,
  review,
  smallWorld,
  writeStripe,
} from '../worlds/close-world.ts';
import { csvRows, exact, exactSum, exceptionCounts, type Reconciled, reportRows, type World } from '../worlds/world.ts';

const CHARGE: Movement = {
  kind: 'charge',
  id: 'a',
  charge: 'ch_a',
  day: '2026-08-03',
  amount: '120.00',
  until: '2027-08-03',
};
/** A refund of a charge that is not in the data. */
const ORPHAN: Movement = { kind: 'refund', id: 'orphan', charge: 'ch_gone', day: '2026-08-20', amount: '30.00' };
/** Its charge: annual, of July. */
const ITS_CHARGE: Movement = {
  kind: 'charge',
  id: 'gone',
  charge: 'ch_gone',
  day: '2026-07-02',
  amount: '120.00',
  until: '2027-07-02',
};
/** An invoice that spans three months, which is no single term. */
const MIXED: Movement = {
  kind: 'charge',
  id: 'mixed',
  charge: 'ch_mixed',
  day: '2026-08-10',
  amount: '90.00',
  until: '2026-11-10',
};

function net(reconciled: Reconciled): bigint {
  return exact(reconciled.document.net_revenue_usd);
}

function worldWith(movements: readonly Movement[]): World {
  const world = smallWorld();
  writeStripe(world, 'first', movements);
  return world;
}

const ACCEPT = { code: 'orphan', subject: 'txn_orphan', decision: 'accept' } as const;

describe('the round trip', () => {
  let world: World;
  let before: Reconciled;
  const file = (): string => join(world.root, 'filled.csv');

  beforeAll(async () => {
    world = worldWith([CHARGE, ORPHAN, MIXED]);
    before = await review(world, '2026-08');
  });

  it('lists what is open and what may be decided', async () => {
    const listed = await command(world, ['exceptions', '2026-08']);
    expect(listed.code).toBe(1);
    expect(listed.stdout).toContain('2026-08  review: 2 open, 0 decided');
    expect(listed.stdout).toContain('open  orphan  txn_orphan  (stripe/ledger-first.csv:3)');
    expect(listed.stdout).toContain('decide: accept or leave-out');
    const { exceptions } = await listExceptions(world, '2026-08');
    expect(exceptions.map(({ code, subject }) => [code, subject])).toEqual([
      ['mixed-periods', 'ch_mixed'],
      ['orphan', 'txn_orphan'],
    ]);
  });

  it('exports what the report says, with what may be decided, and applying it unfilled changes nothing', async () => {
    expect((await command(world, ['exceptions', '2026-08', '--export', file()])).code).toBe(0);
    const exported = csvRows(readFileSync(file(), 'utf8'));
    expect(exported.map(({ allowed: _, ...row }) => row)).toEqual(csvRows(before.reports.get('exceptions.csv')));
    expect(exported.map(({ allowed }) => allowed)).toEqual(['accept or leave-out', 'accept or leave-out']);
    // What the report itself holds is read back as well.
    writeFileSync(join(world.root, 'report.csv'), before.reports.get('exceptions.csv') ?? '');
    const report = await command(world, ['exceptions', '2026-08', '--apply', join(world.root, 'report.csv')]);
    expect([report.code, report.stdout]).toEqual([
      0,
      'nothing was changed: no row has a decision; 2 exceptions open\n\nnext  revshare exceptions 2026-08\n',
    ]);
    const applied = await command(world, ['exceptions', '2026-08', '--apply', file()]);
    expect([applied.code, applied.stdout]).toEqual([
      0,
      'nothing was changed: no row has a decision; 2 exceptions open\n\nnext  revshare exceptions 2026-08\n',
    ]);
  });

  it('reads decision and note back, with who, when and why', async () => {
    const rows = csvRows(readFileSync(file(), 'utf8')).map((row) => {
      return { code: row.code ?? '', subject: row.subject ?? '', decision: 'leave-out', note: "'=known" };
    });
    writeFileSync(file(), decisionsCsv(rows));
    const applied = await command(world, ['exceptions', '2026-08', '--apply', file(), '--by', 'ada']);
    expect([applied.code, applied.stdout]).toEqual([
      0,
      '2 decided, 0 unchanged; 0 exceptions open\n\nnext  revshare reconcile 2026-08\n',
    ]);
    const { open, exceptions } = await listExceptions(world, '2026-08');
    expect(open).toBe(0);
    expect(exceptions.map(({ decision, note, by, at }) => [decision, note, by, at])).toEqual([
      // The apostrophe before a formula character is the export's own.
      ['leave-out', '=known', 'ada', '2027-02-10T00:00:00.000Z'],
      ['leave-out', '=known', 'ada', '2027-02-10T00:00:00.000Z'],
    ]);
  });

  it('leaving out changes the digest and no figure', async () => {
    const after = await review(world, '2026-08');
    expect(after.code).toBe(0);
    expect(after.document.digest).not.toBe(before.document.digest);
    for (const name of ['payouts.csv', 'pool.csv', 'postings.csv', 'exclusions.csv']) {
      expect(after.reports.get(name)).toBe(before.reports.get(name));
    }
  });

  it('the same file twice changes nothing and says so', async () => {
    const { digest } = (await review(world, '2026-08')).document;
    const again = await command(world, ['exceptions', '2026-08', '--apply', file(), '--by', 'bo'], '2027-03-01');
    expect([again.code, again.stdout]).toEqual([
      0,
      'nothing was changed: 2 decisions in force already; 0 exceptions open\n\nnext  revshare reconcile 2026-08\n',
    ]);
    expect((await listExceptions(world, '2026-08')).exceptions.map(({ by }) => by)).toEqual(['ada', 'ada']);
    expect((await review(world, '2026-08')).document.digest).toBe(digest);
  });

  it('who and when are not part of the digest, what and why are', async () => {
    const digests: string[] = [];
    for (const [by, note] of [
      ['ada', 'known'],
      ['bo', 'known'],
      ['bo', 'other'],
    ] as const) {
      const other = worldWith([CHARGE, ORPHAN]);
      await review(other, '2026-08');
      await apply(other, '2026-08', [{ ...ACCEPT, decision: 'leave-out', note }], by);
      digests.push((await review(other, '2026-08')).document.digest);
    }
    expect(digests[1]).toBe(digests[0]);
    expect(digests[2]).not.toBe(digests[0]);
  });

  it('an export does not overwrite decisions that were not applied', async () => {
    writeFileSync(file(), decisionsCsv([{ ...ACCEPT, note: 'my work' }]));
    const ended = await command(world, ['exceptions', '2026-08', '--export', file()]);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain('code: unapplied-decisions');
    expect(readFileSync(file(), 'utf8')).toContain('my work');
  });

  it('withdrawn ones are open again', async () => {
    const ended = await command(world, ['exceptions', '2026-08', '--withdraw', 'orphan', 'txn_orphan']);
    expect([ended.code, ended.stdout]).toEqual([
      0,
      'withdrawn: leave-out of orphan txn_orphan\n\nnext  revshare exceptions 2026-08\n',
    ]);
    expect((await listExceptions(world, '2026-08')).open).toBe(1);
    const again = await command(world, ['exceptions', '2026-08', '--withdraw', 'orphan', 'txn_orphan']);
    expect([again.code, again.stderr]).toEqual([2, 'error: no decision about orphan "txn_orphan" is in force\n']);
  });
});

describe('a bad line applies nothing', () => {
  let world: World;
  beforeAll(async () => {
    world = worldWith([CHARGE, ORPHAN, MIXED]);
    await review(world, '2026-08');
  });

  it('names every bad line, and what would be allowed', async () => {
    const ended = await apply(world, '2026-08', [
      ACCEPT,
      { code: 'mixed-periods', subject: 'ch_mixed', decision: 'credit' },
      { code: 'mixed-periods', subject: 'ch_mixed', decision: 'leave-out' },
      { code: 'orphan', subject: 'txn_other', decision: 'accept' },
      { code: 'orphans', subject: 'txn_orphan', decision: 'accept' },
      { code: 'wallet', subject: KILN, decision: 'withhold' },
      { code: 'wallet', subject: KILN.replace('e90C', 'E90C'), decision: 'withhold', note: 'review' },
      { code: 'wallet', subject: `0x${'11'.repeat(20)}`, decision: 'withhold', note: 'review' },
      { code: 'job', subject: '2026-09-kiln', decision: 'withhold', note: 'review' },
      { code: 'job', subject: 'no such job', decision: 'withhold', note: 'review' },
      { ...ACCEPT, decision: 'leave-out', note: 'after all' },
    ]);
    expect(ended.code).toBe(2);
    const file = join(world.root, 'decisions.csv');
    for (const [line, code, words] of [
      [3, 'unknown-decision', 'mixed-periods does not take the decision "credit"'],
      [4, 'missing-note', 'leave-out needs a reason'],
      [5, 'unknown-exception', '2026-08 has no exception orphan about "txn_other"'],
      [6, 'unknown-exception', 'there is no exception code "orphans"'],
      [7, 'missing-note', 'withhold needs a reason'],
      [8, 'wrong-checksum', 'has a wrong checksum'],
      [9, 'unknown-exception', 'has no part in 2026-08'],
      [10, 'unknown-exception', 'job "2026-09-kiln" falls in 2026-09'],
      [11, 'unknown-exception', 'job "no such job" is in no imported job log, or did not complete in any'],
      [12, 'conflicting-rows', 'another row decides orphan txn_orphan differently'],
    ] as const) {
      expect(ended.stderr).toMatch(new RegExp(`(${file}:${line}:|lines [0-9, ]*\\b${line}\\b)`));
      expect(ended.stderr).toContain(`code: ${code}`);
      if (ended.stderr.includes(`${file}:${line}:`)) expect(ended.stderr).toContain(words);
    }
    expect(ended.stderr).toContain('Write accept or leave-out, or leave it empty.');
    expect(ended.stderr).toContain('Nothing was changed.');
    expect((await listExceptions(world, '2026-08')).decided).toBe(0);
  });

  it.each([
    ['a file that is not there', null, 'no-such-path'],
    ['a file without its columns', 'code,subject\norphan,txn_orphan\n', 'missing-column'],
    ['a row with a field too many', `${decisionsCsv([ACCEPT]).trimEnd()},x\n`, 'wrong-field-count'],
  ])('%s', async (_, content, code) => {
    const file = join(world.root, `${code}.csv`);
    if (content !== null) writeFileSync(file, content);
    const ended = await command(world, ['exceptions', '2026-08', '--apply', file]);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain(`code: ${code}`);
  });
});

describe('an accepted orphan', () => {
  it('is a reduction of its own month, until its charge arrives', async () => {
    const world = worldWith([CHARGE, ORPHAN]);
    const before = await review(world, '2026-08');
    expect(net(before)).toBe(exact('10'));
    await decide(world, '2026-08', [ACCEPT]);
    const accepted = await review(world, '2026-08');
    expect(net(accepted)).toBe(exact('-20'));
    expect(accepted.code).toBe(0);
    // August to June hold 110 of 120; the refund of 30 leaves 80 over eleven months: trunc(10 * 80 / 110) in August.
    writeStripe(world, 'late', [ITS_CHARGE]);
    const linked = await review(world, '2026-08');
    const ofCharge = reportRows(linked, 'postings.csv').filter((row) => row.charge === 'ch_gone');
    expect(exactSum(ofCharge.map((row) => row.net_usd ?? ''))).toBe(exact('7.272727'));
    expect(exceptionCounts(linked)).toEqual({});
  });

  it('whose charge arrives after the close posts the difference in the open month', async () => {
    const world = worldWith([CHARGE, ORPHAN]);
    await review(world, '2026-08');
    await decide(world, '2026-08', [ACCEPT]);
    await finalize(world, '2026-08');
    const bytes = finalBytes(world, '2026-08');
    const nothingNew = await review(world, '2026-09');
    expect([nothingNew.code, net(nothingNew)]).toEqual([0, exact('10')]);
    writeStripe(world, 'late', [ITS_CHARGE]);
    const september = await review(world, '2026-09');
    // Should be 7.272727, was -30.
    expect(
      reportRows(september, 'adjustments.csv').map((row) => [row.charge, row.original_month, row.net_usd]),
    ).toEqual([['ch_gone', '2026-08', '37.272727']]);
    // And September's own: 10 of ch_a and trunc(80 * 2 / 11) - trunc(80 / 11) of ch_gone.
    expect(net(september)).toBe(exact('37.272727') + exact('10') + exact('7.272727'));
    expect(finalBytes(world, '2026-08')).toEqual(bytes);
  });
});

describe('mixed periods', () => {
  it('accepted are one line over their span, and stay in sight', async () => {
    const world = worldWith([CHARGE, MIXED]);
    expect(net(await review(world, '2026-08'))).toBe(exact('10'));
    await decide(world, '2026-08', [{ code: 'mixed-periods', subject: 'ch_mixed', decision: 'accept' }]);
    const accepted = await review(world, '2026-08');
    // 90 over August to October.
    expect([accepted.code, net(accepted)]).toEqual([0, exact('40')]);
    expect(net(await review(world, '2026-10'))).toBe(exact('40'));
    expect(net(await review(world, '2026-11'))).toBe(exact('10'));
    expect(reportRows(accepted, 'exceptions.csv').map((row) => [row.code, row.decision])).toEqual([
      ['mixed-periods', 'accept'],
    ]);
  });
});

describe('withheld', () => {
  let world: World;
  beforeAll(async () => {
    world = worldWith([CHARGE]);
    await review(world, '2026-08');
    await decide(world, '2026-08', [
      { code: 'job', subject: '2026-08-forge', decision: 'withhold', note: 'stolen account' },
      { code: 'wallet', subject: KILN.toLowerCase(), decision: 'withhold', note: 'identity check' },
    ]);
  });

  it('a job is left out with its reason, and the others share the pool', async () => {
    const august = await review(world, '2026-08');
    expect(august.code).toBe(0);
    expect(reportRows(august, 'exclusions.csv').filter((row) => row.reason === 'withheld')).toMatchObject([
      { reason: 'withheld', source: 'job-log', rows: '1', amount_usd: '', render_spark: '10.000000' },
    ]);
    expect(reportRows(august, 'payouts.csv').map((row) => row.wallet)).toEqual([KILN]);
    const september = await review(world, '2026-09');
    expect(reportRows(september, 'payouts.csv').map((row) => row.wallet)).toEqual([FORGE, KILN]);
  });

  it('a wallet has its part as ever, and is marked in manifest and summary', async () => {
    const august = await review(world, '2026-08');
    const manifest = JSON.parse(august.reports.get('manifest.json') ?? '') as { withheld: unknown };
    expect(manifest.withheld).toEqual([{ wallet: KILN, note: 'identity check' }]);
    // 51 % of 10.
    expect(reportRows(august, 'payouts.csv').map((row) => row.earned_usd)).toEqual(['5.100000']);
    const summary = await command(world, ['reconcile', '2026-08']);
    expect(summary.stdout).toContain(`withheld: ${KILN} 5.100000 (identity check)`);
    const september = JSON.parse(
      (await review(world, '2026-09')).reports.get('manifest.json') ?? '',
    ) as typeof manifest;
    expect(september.withheld).toEqual([]);
  });

  it('both are listed, and come with the export', async () => {
    const file = join(world.root, 'withheld.csv');
    expect((await command(world, ['exceptions', '2026-08', '--export', file])).code).toBe(0);
    expect(csvRows(readFileSync(file, 'utf8')).map((row) => [row.code, row.subject, row.decision, row.note])).toEqual([
      ['job', '2026-08-forge', 'withhold', 'stolen account'],
      ['wallet', KILN, 'withhold', 'identity check'],
    ]);
    const again = await command(world, ['exceptions', '2026-08', '--apply', file]);
    expect(again.stdout).toContain('nothing was changed: 2 decisions in force already');
  });

  it('a withheld job is withdrawn again', async () => {
    const ended = await command(world, ['exceptions', '2026-08', '--withdraw', 'job', '2026-08-forge']);
    expect(ended.code).toBe(0);
    const august = await review(world, '2026-08');
    expect(reportRows(august, 'payouts.csv').map((row) => row.wallet)).toEqual([FORGE, KILN]);
  });
});

describe('a wallet that is withheld in two months', () => {
  it('is withheld month by month: what is withdrawn in September stays in August', async () => {
    const world = worldWith([CHARGE]);
    await review(world, '2026-09');
    for (const month of ['2026-08', '2026-09'])
      await decide(world, month, [{ code: 'wallet', subject: KILN, decision: 'withhold', note: 'review' }]);
    // September's list has what is in force about August too.
    const withheld = async (month: string) => (await listExceptions(world, month)).exceptions.length;
    expect([await withheld('2026-08'), await withheld('2026-09')]).toEqual([1, 2]);
    const ended = await command(world, ['exceptions', '2026-09', '--withdraw', 'wallet', KILN]);
    expect(ended.stdout).toContain(`withdrawn: withhold of wallet ${KILN}`);
    expect([await withheld('2026-08'), await withheld('2026-09')]).toEqual([1, 1]);
  });
});

describe('a final month', () => {
  let world: World;
  let bytes: Map<string, string>;
  beforeAll(async () => {
    world = worldWith([CHARGE, ORPHAN]);
    await review(world, '2026-08');
    await decide(world, '2026-08', [ACCEPT]);
    // About September: it is not August's to settle.
    await review(world, '2026-09');
    await decide(world, '2026-09', [{ code: 'wallet', subject: KILN, decision: 'withhold', note: 'review' }]);
    await finalize(world, '2026-08');
    bytes = finalBytes(world, '2026-08');
  });

  it('keeps its decisions: withdrawing one is refused with a sentence', async () => {
    for (const month of ['2026-08', '2026-09']) {
      const ended = await command(world, ['exceptions', month, '--withdraw', 'orphan', 'txn_orphan']);
      expect([ended.code, ended.stdout, ended.stderr]).toEqual([
        1,
        '',
        '2026-08 is final and used the decision about orphan txn_orphan: it stays\n',
      ]);
    }
  });

  it('shows what it was approved with', async () => {
    const { open, exceptions } = await listExceptions(world, '2026-08');
    expect(open).toBe(0);
    expect(exceptions.map(({ code, decision, by }) => [code, decision, by])).toEqual([['orphan', 'accept', 'ada']]);
    expect(finalRows(world, '2026-08', 'exceptions.csv').map((row) => row.decision)).toEqual(['accept']);
  });

  it('takes the same file again, and no other decision', async () => {
    const same = await apply(world, '2026-08', [ACCEPT]);
    expect([same.code, same.stdout]).toEqual([
      0,
      'nothing was changed: 1 decision in force already; 0 exceptions open\n\nnext  revshare reconcile 2026-08\n',
    ]);
    for (const row of [
      { ...ACCEPT, decision: 'leave-out', note: 'after all' },
      { code: 'wallet', subject: FORGE, decision: 'withhold', note: 'review' },
    ]) {
      const other = await apply(world, '2026-08', [row]);
      expect(other.code).toBe(2);
      expect(other.stderr).toContain('2026-08 is final');
      expect(other.stderr).toContain('code: settled-decision');
    }
  });

  it('leaves decisions about later months free', async () => {
    const ended = await command(world, ['exceptions', '2026-09', '--withdraw', 'wallet', KILN.toLowerCase()]);
    expect(ended.code).toBe(0);
  });

  it('has the bytes it had', () => {
    expect(finalBytes(world, '2026-08')).toEqual(bytes);
    expect(existsSync(join(world.out, '2026-08', 'final', 'manifest.json'))).toBe(true);
  });
});
