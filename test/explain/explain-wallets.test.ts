import { beforeAll, describe, expect, it } from 'vitest';
import { command, FORGE, finalize, review, smallWorld, writeJobs, writeStripe } from '../worlds/close-world.ts';
import type { World } from '../worlds/world.ts';

/** The subscriber of every job of a small world: what it renders for itself is self-matched. */
const ADA = '0x8E24309d3DcD2B392078e965098dC2AF0caeDae0';

/**
 * 240.00 for the year from 3 August: 20.00 a month, of which 0.51 are 10.20 USD. In August Kiln has 30 of 40 Spark and Forge 10, which is
 * paid its 2.55 by hand; Ada's 20 are her own. In September only Ada renders, for herself: nobody has points.
 */
describe('explain of a wallet that a month credits nothing to', () => {
  let world: World;

  beforeAll(async () => {
    world = smallWorld();
    writeStripe(world, 'all', [
      { kind: 'charge', id: 'a', charge: 'ch_a', day: '2026-08-03', amount: '240.00', until: '2027-08-03' },
    ]);
    writeJobs(world, 'jobs/2026-08-ada.csv', [
      { id: 'ada-8', at: '2026-08-07T10:00:00Z', worker: ADA, spark: '20.000000' },
    ]);
    writeJobs(world, 'jobs/2026-09.csv', [
      { id: 'ada-9', at: '2026-09-07T10:00:00Z', worker: ADA, spark: '20.000000' },
      { id: 'ada-9-b', at: '2026-09-08T10:00:00Z', worker: ADA, spark: '0.000000' },
    ]);
    await finalize(world, '2026-08');
    const taken = ['--amount', '-2.55', '--reason', 'paid by hand', '--by', 'ann'];
    await command(world, ['payouts', '2026-08', '--adjust', FORGE, ...taken]);
    await review(world, '2026-09');
  });

  const explained = async (month: string, asked: string, ...more: string[]): Promise<string> => {
    const ended = await command(world, ['explain', asked, '--month', month, '--wide', ...more]);
    expect([ended.code, ended.stderr]).toEqual([0, '']);
    return ended.stdout;
  };

  it('says which jobs were left out, and what each would have been worth', async () => {
    const said = await explained('2026-08', ADA, '--depth', '2');
    expect(said).toContain(`wallet ${ADA}  0.000000 USD\n  = no job was credited to it in the month\n`);
    expect(said).toContain('1 of its rows was left out: it stands last');
    // 10.20 * 20 / 60
    expect(said).toContain('it would have been worth 3.400000: floor(10.200000 * 20.000000 / 60.000000) - 0.000000');
    expect(await explained('2026-08', '0x8E2430…Dae0', '--depth', '2')).toBe(said);
  });

  it('says that it would have been all, in a month in which nobody has points', async () => {
    const said = await explained('2026-09', ADA, '--depth', '2');
    expect(said).toContain('2 of its rows were left out: they stand last');
    expect(said).toContain('it would have been worth 10.200000: floor(10.200000 * 20.000000 / 20.000000) - 0.000000');
    expect(said).toContain('it would have been worth nothing: nobody has points');
  });

  it('says what moved its balance, which is empty', async () => {
    const said = await explained('2026-09', FORGE, '--depth', '2');
    expect(said).toContain('it has no rows in the month');
    expect(said).toContain('. its balance through 2026-09, as the books have it now  0.000000 USD');
    expect(said).toContain('+ earned of 2026-08  2.550000 USD');
    expect(said).toContain('+ adjustment of 2026-08: paid by hand (ann, 2027-02-10)  -2.550000 USD');
    expect(await explained('2026-08', FORGE)).toContain('none of its jobs was left out');
  });

  it('counts the rows left out, however few of them are shown', async () => {
    const said = await explained('2026-09', ADA, '--depth', '1', '--rows', '1');
    expect(said).toContain('2 of its rows were left out: they stand last');
    expect(said).toContain('1 more row left out');
  });
});
