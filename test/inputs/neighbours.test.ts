import { describe, expect, it } from 'vitest';
import { revshare } from '../running/program.ts';
import { review, smallWorld } from '../worlds/close-world.ts';
import type { World } from '../worlds/world.ts';

const EVENTS = 'Event Date\tEvent\tApp Name\tSubscription Apple ID\tQuantity\n2026-08-02\tRenew\tx\t6700000001\t1\n';

/** The small world with files beside its inputs that a store's folder holds as well. */
function folderWithMore(): World {
  const world = smallWorld();
  for (const day of ['02', '03', '04', '05', '06']) world.write(`apple/Subscription_Event_202608${day}.txt`, EVENTS);
  world.write('google/orders.json', '{"orders":[{"orderId":"GPA.3333-1000-2000-00001","lineItems":[]}]}');
  return world;
}

describe('files that are known and not used', () => {
  it('are passed over by name, in every run, and stop nothing', async () => {
    const world = folderWithMore();
    const run = async (): Promise<{ code: number | null; stdout: string; stderr: string }> =>
      revshare(['import', world.inputs, '--data', world.data, '--json', '--no-color']);
    const first = await run();
    expect(first.code).toBe(0);
    const events = ['02', '03', '04'].map((day) => `${world.inputs}/apple/Subscription_Event_202608${day}.txt`);
    const note = [
      `passed over: ${events.join(', ')} and 2 more: Apple’s Subscription Event report. It counts events and has no money. `,
      'The daily Subscriber report (detailed) of Sales and Trends has each sale and refund: get that one.\n',
      `passed over: ${world.inputs}/google/orders.json: orders of Google’s Developer API. They have neither the fees nor the `,
      'rates that were paid by. The earnings report (earnings_YYYYMM_*.zip) has what was charged and kept: get that one.\n',
    ].join('');
    expect(first.stderr).toBe(note);
    const document = JSON.parse(first.stdout) as { imported: unknown[]; passed_over: { file: string; what: string }[] };
    expect(document.imported).toHaveLength(6);
    expect(document.passed_over.map(({ what }) => what)).toEqual([
      ...Array.from({ length: 5 }, () => 'Apple’s Subscription Event report'),
      'orders of Google’s Developer API',
    ]);
    const second = await run();
    expect(second).toMatchObject({ code: 0, stderr: note });
    expect(JSON.parse(second.stdout)).toMatchObject({ imported: [], known: 6 });
  });

  it('change nothing of the month', async () => {
    const [plain, more] = [await review(smallWorld(), '2026-08'), await review(folderWithMore(), '2026-08')];
    expect(more.document.digest).toBe(plain.document.digest);
  });

  it('do not hide what is wrong with another file', async () => {
    const world = folderWithMore();
    world.write('notes.csv', 'who,what\n');
    const { code, stderr } = await revshare(['import', world.inputs, '--data', world.data, '--no-color']);
    expect(code).toBe(2);
    expect(stderr).toContain('notes.csv:1: the first line is that of no export that revshare reads');
  });
});
