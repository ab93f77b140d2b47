import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  command,
  FEBRUARY,
  finalize,
  listExceptions,
  smallWorld,
  writeAppleDay,
  writeStripe,
} from '../worlds/close-world.ts';
import { exceptionCounts, outcome, reconcile, type World } from '../worlds/world.ts';

/* What a name promises of its file is what it says today: a file that was saved under a wrong name is renamed, and imported again. */

const OCTOBER = { month: '2026-10', asOf: FEBRUARY } as const;

const sale = (subscriber: string) => ({ subscriber, term: 'month' as const, price: '20.00', proceeds: '17.00' });

const appleDay = (day: string): string => `apple/Subscriber_89990001_${day.replaceAll('-', '')}.txt`;

function rename({ inputs }: World, from: string, to: string): void {
  renameSync(join(inputs, from), join(inputs, to));
}

/** An Apple report of a day, saved as that of another. */
function misnamed(world: World, day: string, as: string): void {
  writeAppleDay(world, day, [sale('101')]);
  rename(world, appleDay(day), appleDay(as));
}

function importing(world: World): ReturnType<typeof command> {
  return command(world, ['import', world.inputs]);
}

describe('an export that was imported under a wrong name', () => {
  it('gives way to its next download once it has its own: a sale counts once', async () => {
    const world = smallWorld();
    misnamed(world, '2026-10-13', '2026-10-14');
    expect(outcome(await reconcile(world, OCTOBER)).net).toBe('17.000000');
    rename(world, appleDay('2026-10-14'), appleDay('2026-10-13'));
    expect(outcome(await reconcile(world, OCTOBER)).net).toBe('17.000000');
    // Downloaded again, with a sale that Apple has added: 17.00 twice, and not three times.
    writeAppleDay(world, '2026-10-13', [sale('101'), sale('102')]);
    expect(outcome(await reconcile(world, OCTOBER))).toEqual({ net: '34.000000', exceptions: {} });
    expect((await command(world, ['verify', '--all'])).code).toBe(0);
  });

  it('takes the version that it had replaced under that name with it', async () => {
    const world = smallWorld();
    misnamed(world, '2026-10-13', '2026-10-14');
    await importing(world);
    writeAppleDay(world, '2026-10-13', [sale('101'), sale('102')]);
    rename(world, appleDay('2026-10-13'), appleDay('2026-10-14'));
    await importing(world);
    rename(world, appleDay('2026-10-14'), appleDay('2026-10-13'));
    // The day whose name it had is another report: it replaces neither.
    writeAppleDay(world, '2026-10-14', [sale('103')]);
    expect(outcome(await reconcile(world, OCTOBER))).toEqual({ net: '51.000000', exceptions: {} });
  });

  it('is refused under the name of a day that it cannot be of, as any export is', async () => {
    const world = smallWorld();
    writeAppleDay(world, '2026-10-13', [sale('101')]);
    writeAppleDay(world, '2026-10-23', [sale('102')]);
    await importing(world);
    rename(world, appleDay('2026-10-13'), 'apple/aside.txt');
    rename(world, appleDay('2026-10-23'), appleDay('2026-10-13'));
    rename(world, 'apple/aside.txt', appleDay('2026-10-23'));
    const { code, stderr } = await importing(world);
    expect([code, stderr]).toEqual([2, expect.stringContaining('code: not-a-day')]);
    rename(world, appleDay('2026-10-23'), 'apple/aside.txt');
    rename(world, appleDay('2026-10-13'), appleDay('2026-10-23'));
    rename(world, 'apple/aside.txt', appleDay('2026-10-13'));
    expect(outcome(await reconcile(world, OCTOBER))).toEqual({ net: '34.000000', exceptions: {} });
  });

  it('keeps what it is where a copy still has that name', async () => {
    const world = smallWorld();
    misnamed(world, '2026-10-13', '2026-10-14');
    await importing(world);
    writeAppleDay(world, '2026-10-13', [sale('101')]);
    await importing(world);
    rename(world, appleDay('2026-10-13'), 'apple/any.txt');
    await importing(world);
    const { stdout } = await command(world, ['status', '--json']);
    expect(stdout).toContain(appleDay('2026-10-14'));
  });

  it('is no exception any more, of a Stripe ledger with the days of another month', async () => {
    const world = smallWorld();
    const charge = { id: 'a', charge: 'ch_a', day: '2026-10-03', amount: '20.00', until: '2026-11-03' };
    writeStripe(world, 'a', [{ kind: 'charge', ...charge }]);
    const named = (days: string): string => `stripe/Itemized_balance_change_from_activity_USD_${days}.csv`;
    rename(world, 'stripe/ledger-a.csv', named('2026-09-01_to_2026-09-30'));
    // One of the month in which the row is dated, one of that which the name says.
    expect(exceptionCounts(await reconcile(world, OCTOBER))).toEqual({ 'outside-its-name': 2 });
    rename(world, named('2026-09-01_to_2026-09-30'), named('2026-10-01_to_2026-10-31'));
    expect(exceptionCounts(await reconcile(world, OCTOBER))).toEqual({});
    expect((await listExceptions(world, '2026-09')).exceptions).toEqual([]);
  });

  it('keeps the name that a final month knows, and says so', async () => {
    const world = smallWorld();
    misnamed(world, '2026-08-13', '2026-08-14');
    await finalize(world, '2026-08');
    rename(world, appleDay('2026-08-14'), appleDay('2026-08-13'));
    const { code, stderr } = await importing(world);
    expect(code).toBe(0);
    expect(stderr).toContain(
      `${appleDay('2026-08-13')} is in the books as ${appleDay('2026-08-14')}: 2026-08 is final with it`,
    );
    expect((await command(world, ['verify', '--all'])).code).toBe(0);
  });
});
