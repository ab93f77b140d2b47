import { expect, it } from 'vitest';
import { inProcess } from '../running/in-process.ts';
import { appleFile, appleRow, smallWorld } from '../worlds/small-world.ts';
import { NOVEMBER, reconcile, revshareOptions } from '../worlds/world.ts';

it('tells what sales and what refunds Apple dates on the month’s last day, for which it prints no time', async () => {
  const world = smallWorld();
  // A sale of 19.99 on the 12th, given back on the 31st, beside another sale of that day.
  const refund = {
    'Event Date': '2026-10-31',
    'Customer Price': '-19.99',
    'Developer Proceeds': '-16.99',
    Units: '-1',
    Refund: 'Yes',
    'Purchase Date': '2026-10-12',
  };
  world.write('Subscriber_1_20261012.txt', appleFile([appleRow()]));
  world.write(
    'Subscriber_1_20261031.txt',
    appleFile([appleRow({ 'Event Date': '2026-10-31', 'Subscriber ID': '7' }), appleRow(refund)]),
  );
  const { totals } = JSON.parse((await reconcile(world)).reports.get('manifest.json') ?? '') as { totals: object };
  expect(totals).toMatchObject({ apple_last_day_gross_usd: '19.990000', apple_last_day_refunds_usd: '-19.990000' });
  const { stdout } = await inProcess(['reconcile', '2026-10', ...revshareOptions(world, NOVEMBER)]);
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
    'Apple sales dated on the month’s last day (no time of day is reported): 19.990000 gross ' +
      'Apple refunds dated on the month’s last day (no time of day is reported): -19.990000 gross',
  );
  // Without a refund there, nothing is said of any.
  world.write('Subscriber_1_20261031.txt', appleFile([appleRow({ 'Event Date': '2026-10-31', 'Subscriber ID': '7' })]));
  const without = JSON.parse((await reconcile(world)).reports.get('manifest.json') ?? '') as { totals: object };
  expect(without.totals).not.toHaveProperty('apple_last_day_refunds_usd');
});
