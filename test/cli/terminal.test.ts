import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { inProcess } from '../running/in-process.ts';
import { exampleWorld, NOVEMBER, reconcile, type World } from '../worlds/world.ts';

/** What the commands of a close say to people: in 80 columns, with what comes next as the last thing. */

let world: World;
/** By the environment: no command that is advised has to name them. */
function places() {
  return { REVSHARE_DATA: world.data, REVSHARE_OUT: world.out, REVSHARE_AS_OF: NOVEMBER };
}

/** The text of each command of the close, in its order. */
const said = new Map<string, string>();

async function say(line: string, extra: readonly string[] = []): Promise<string> {
  const { stdout } = await inProcess([...line.split(' '), ...extra], { env: places() });
  said.set(line, stdout);
  return stdout;
}

beforeAll(async () => {
  world = exampleWorld();
  await say('import', [world.inputs]);
  await say('status');
  const { digest } = (await reconcile(world, { month: '2026-08' })).document;
  await say('finalize 2026-08', ['--accept', digest]);
  await say('payouts 2026-08 --preview');
  const shown = await say('payouts 2026-08');
  await say('owed');
  await say('payouts 2026-08 --status');
  const [, release = ''] = /--release ([0-9a-f]{16}) --by NAME\n$/.exec(shown) ?? [];
  await say('payouts 2026-08 --release', [release, '--by', 'ann']);
  const receipts = join(world.root, 'receipts.csv');
  // The one wallet's 34.942876 of August; the other's 69.885753 are still to be sent.
  const row = '0x6f3Cce72C77a62ca8fb9f9adD26B9754e3Ca840E,34.942876,USDC,tx1,2026-11-20T00:00:00Z';
  writeFileSync(receipts, `wallet,amount,asset,reference,sent_at\n${row}\n`);
  await say('payouts 2026-08 --record', [receipts, '--allow-partial']);
  await say('verify --all');
  for (const month of ['2026-09', '2026-10']) {
    await say(`reconcile ${month}`);
    await say(`exceptions ${month}`);
    await say(`status ${month}`);
  }
  await say('payouts 2026-08 --reverse tx1', ['--reason', 'twice']);
  await say('exceptions 2026-10 --export', [join(world.root, 'e.csv')]);
  const decided = join(world.root, 'd.csv');
  writeFileSync(decided, 'code,subject,decision,note\nself-match-untestable,job-10-015,leave-out,none\n');
  await say('exceptions 2026-10 --apply', [decided]);
  await say('exceptions 2026-10 --withdraw self-match-untestable job-10-015');
  await say('statement --all --month 2026-08');
  await say('doctor');
  await say('backup', [join(world.root, 'b.zip')]);
});

describe('what commands say to people', () => {
  it('fits 80 columns, but for the next command, which is copied whole', () => {
    const lines = [...said].flatMap(([line, text]) => text.split('\n').map((each) => [line, each] as const));
    expect(lines.filter(([, each]) => each.length > 80 && !each.startsWith('next '))).toEqual([]);
  });

  it('advises commands about the same books: with the options that were given, which work when copied', async () => {
    const data = join(world.root, 'my books');
    const out = join(world.root, 'its-reports');
    const given = ['--data', data, '--out', out, '--as-of', NOVEMBER];
    await inProcess(['import', world.inputs, ...given]);
    const config = join(world.inputs, 'revshare.yaml');
    const { stdout, code } = await inProcess(['status', '2026-08', ...given, '--config', config], {});
    const [, next = ''] = /\nnext +revshare (.*)\n$/.exec(stdout) ?? [];
    const options = `--data '${data}' --out ${out} --config ${config}`;
    expect([code, next]).toEqual([0, expect.stringMatching(/^finalize 2026-08 --data .* --accept [0-9a-f]{64}$/)]);
    expect(next).toContain(`finalize 2026-08 ${options} --accept `);
    const copied = [...next.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
    const final = await inProcess(copied, { env: { REVSHARE_AS_OF: NOVEMBER } });
    expect([final.stderr, final.code]).toEqual(['', 0]);
  });

  it('repeats no option that the environment gives, and --inputs only where exports are looked for', async () => {
    const inputs = ['--inputs', world.inputs];
    const status = await inProcess(['status', '2026-10', ...inputs], { env: places() });
    expect(status.stdout).toMatch(/\nnext {6}revshare exceptions 2026-10\n$/);
    const doctor = await inProcess(['doctor', ...inputs], { env: places() });
    expect(doctor.stdout.trimEnd().split('\n').at(-1)).toMatch(
      new RegExp(`^next {2}revshare (status|doctor --inputs ${world.inputs})$`),
    );
  });

  it('shows no password of an address that was given', async () => {
    const url = 'postgres://ann:secret@127.0.0.1:1/books';
    const { stderr } = await inProcess(['status', '2026-13', '--database-url', url]);
    const restored = await inProcess(['restore', '--database-url', url]);
    expect(`${stderr}${restored.stderr}`).not.toContain('secret');
    expect(restored.stderr).toContain('revshare restore --database-url postgres://ann:PASSWORD@127.0.0.1:1/books FILE');
  });

  it('ends with the command that comes next', () => {
    const ends = [...said].map(([line, text]) => [line, /\nnext +(revshare [^;]*?)(?:;.*)?\n$/.exec(text)?.[1]]);
    expect(Object.fromEntries(ends)).toMatchObject({
      import: 'revshare status',
      status: 'revshare reconcile MONTH',
      'finalize 2026-08': 'revshare payouts 2026-08',
      'payouts 2026-08 --preview': 'revshare payouts 2026-08',
      'payouts 2026-08': expect.stringMatching(/^revshare payouts 2026-08 --release [0-9a-f]{16} --by NAME$/),
      owed: 'revshare payouts 2026-08 --status',
      'payouts 2026-08 --status': expect.stringMatching(/^revshare payouts 2026-08 --release [0-9a-f]{16} --by NAME$/),
      'payouts 2026-08 --release': 'revshare payouts 2026-08 --record FILE',
      'payouts 2026-08 --record': 'revshare payouts 2026-08 --status',
      'verify --all': 'revshare payouts 2026-08 --status',
      'reconcile 2026-09': 'revshare status 2026-09',
      'exceptions 2026-09': 'revshare status 2026-09',
      'status 2026-09': expect.stringMatching(/^revshare finalize 2026-09 --accept\s+[0-9a-f]{64}$/),
      'reconcile 2026-10': 'revshare exceptions 2026-10',
      'exceptions 2026-10': 'revshare exceptions 2026-10 --export FILE',
      'status 2026-10': 'revshare exceptions 2026-10',
      'payouts 2026-08 --reverse tx1': 'revshare payouts 2026-08 --status',
      'exceptions 2026-10 --export': expect.stringMatching(/^revshare exceptions 2026-10 --apply\s/),
      'exceptions 2026-10 --apply': 'revshare exceptions 2026-10',
      'exceptions 2026-10 --withdraw self-match-untestable job-10-015': 'revshare exceptions 2026-10',
      'statement --all --month 2026-08': expect.stringMatching(
        /^revshare verify-statement\s+\S+\/2026-08\/statements\/0x\w{40}\.txt\s+--manifest\s+\S+\/2026-08\/final\/public\.json$/,
      ),
      doctor: expect.stringMatching(/^revshare (?:status|doctor)$/),
      backup: expect.stringMatching(/^revshare restore\s.*\s--data\sEMPTY_DIR$/s),
    });
  });

  it('checks the first of all statements by what was published, as it is printed', async () => {
    const [, advised = ''] =
      /\nnext +revshare ([^;]*?)\n$/.exec(said.get('statement --all --month 2026-08') ?? '') ?? [];
    const checked = await inProcess(advised.split(/\s+/), {});
    expect(checked).toMatchObject({ code: 0, stderr: '' });
    expect(checked.stdout).toContain('2026-08');
  });

  it('names a file with blanks so that the command runs as it is printed', async () => {
    const [todo, kept] = [join(world.root, 'to do.csv'), join(world.root, 'a b.zip')];
    const exported = await inProcess(['exceptions', '2026-10', '--export', todo], { env: places() });
    expect(exported.stdout.replaceAll(/\s+/g, ' ')).toContain(`next revshare exceptions 2026-10 --apply '${todo}' `);
    const backup = await inProcess(['backup', kept], { env: places() });
    expect(backup.stdout.replaceAll(/\s+/g, ' ')).toContain(`next revshare restore '${kept}' --data EMPTY_DIR `);
  });

  it('knows the 30 days after a month', () => {
    // 2026-10-31 and 30 days; of September they passed with 2026-10-30.
    const waits = '2026-10 may be made final from 2026-12-01 on; before, finalize needs --early';
    expect(said.get('status')).toContain(`\n${waits}\n`);
    expect(said.get('status 2026-10')).toContain(`\n${waits}\n`);
    expect(said.get('status 2026-09')).toContain('\n30 days have passed since 2026-09 ended\n');
  });

  it('shows every wallet that is paid in full', () => {
    expect([...said].filter(([line, text]) => line.startsWith('payouts') && text.includes('…'))).toEqual([]);
  });

  it('has each input by itself, and whole wallets, with --wide', async () => {
    const again = { ...world, data: join(world.root, 'again') };
    const wide = await inProcess(['import', world.inputs, '--wide', '--data', again.data], {});
    expect(wide.stdout).toMatch(/^jobs\/jobs-2026-09\.jsonl +job-log +4 rows$/m);
    expect(await say('owed --wide')).toContain('0xe90C43cBEFC14c5f07783d2CC2585AAAF73F7153');
  });

  it('explains what stands in the CSVs beside the month, or says what they have', async () => {
    const wallet = '0x6f3Cce72C77a62ca8fb9f9adD26B9754e3Ca840E';
    const explain = (asked: string): Promise<string> => say(`explain ${asked} --month 2026-08 --wide`);
    // Its receipt of 34.942876 was taken back.
    expect(await explain('balances.csv:2')).toContain(
      `carried forward of ${wallet}  34.942876 USD  (balances.csv:2)\n`,
    );
    const receipt = await explain('payout/receipts.csv:2');
    expect(receipt).toContain('a payment as it was recorded');
    expect(receipt).toMatch(/\n {2}jobs\/jobs-2026-08.csv:\d+\n/);
    expect(await explain(`2026-08/statements/${wallet}.csv:3`)).toContain(
      `wallet ${wallet}  34.942876 USD  (payouts.csv:2)`,
    );
    const places = ['--data', world.data, '--out', world.out, '--month', '2026-08'];
    const { stderr } = await inProcess(['explain', 'balances.csv:9', ...places], {});
    expect(stderr).toContain('balances.csv of 2026-08 has the rows 2 to 3; row 1 is its header');
  });
});
