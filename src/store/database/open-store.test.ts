import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { scratch } from '../../../test/worlds/world.ts';
import { openStore } from './open-store.ts';
import { readSetting } from './settings.ts';

describe('a database that is closed', () => {
  it.each([true, false])('is one file again, also when it was never asked (asked: %s)', async (asked) => {
    const data = scratch();
    await (await openStore(data)).close();
    const [kept, other] = [await openStore(data), await openStore(data)];
    if (asked) for (const { db } of [kept, other]) expect(await readSetting(db, 'config-path')).toBeNull();
    // The log of SQLite lies beside the file as long as anyone has it open.
    expect(readdirSync(data)).toContain('revshare.sqlite-wal');
    for (const store of [kept, other]) await store.close();
    expect(readdirSync(data)).toEqual(['revshare.sqlite']);
  });
});
