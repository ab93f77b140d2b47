import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inProcess } from '../running/in-process.ts';
import { canMount, smallDisk, unmount } from '../running/small-disk.ts';
import { FEBRUARY, smallWorld } from '../worlds/close-world.ts';
import { reconcile, type World } from '../worlds/world.ts';

/* A full disk on which a person named a file: neither that of the books nor that of the reports. */

const placesOf = ({ data, out }: World) => ({ REVSHARE_DATA: data, REVSHARE_OUT: out, REVSHARE_AS_OF: FEBRUARY });

const CAN_MOUNT = canMount();

describe.skipIf(!CAN_MOUNT)('a full disk', () => {
  let world: World;
  let disk: string;

  beforeAll(async () => {
    world = smallWorld();
    await reconcile(world, { month: '2026-08', asOf: FEBRUARY });
    disk = smallDisk(16) as string;
    try {
      writeFileSync(join(disk, 'other'), Buffer.alloc(64 << 10));
    } catch {
      // It is full.
    }
  }, 60_000);
  afterAll(() => unmount(disk));

  it.each([
    ['a backup', (file: string) => ['backup', file], 'b.zip'],
    ['a list of exceptions', (file: string) => ['exceptions', '2026-08', '--export', file], 'todo.csv'],
    [
      'a configuration',
      (_: string, directory: string) => ['init', directory, '--first-month', '2026-08'],
      'revshare.yaml',
    ],
  ] as const)('under %s is told by its name, and nothing is left of it', async (_, args, name) => {
    const file = join(disk, name);
    const ended = await inProcess(args(file, disk), { cwd: world.root, env: placesOf(world) });
    expect(ended).toMatchObject({ code: 3, stdout: '' });
    expect(ended.stderr).toContain(`error: ${file}: the disk is full.`);
    expect(readdirSync(disk)).toEqual(['other']);
  });
});
