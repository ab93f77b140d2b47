import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { revshare, revshareBy } from '../running/program.ts';
import { FEBRUARY, review, smallWorld, writeStripe } from '../worlds/close-world.ts';

/* What a command says and cannot be written: a disk that is full. */

const LOST = /^error: stdout took no more \(\w+\): what this command says is not whole there\. What it did stands/;

/** A device that takes nothing, as a full disk does; Linux has one. */
const FULL = '/dev/full';

describe('a disk that is full', () => {
  it.runIf(existsSync(FULL))('makes a failure of a command that did what it was called for', async () => {
    const world = smallWorld();
    writeStripe(world, 'a', [
      { kind: 'charge', id: 'a', charge: 'ch_a', day: '2026-08-03', amount: '20.00', until: '2026-09-03' },
    ]);
    const { digest } = (await review(world, '2026-08')).document;
    const places = ['--as-of', FEBRUARY, '--data', world.data, '--out', world.out];
    const final = ['finalize', '2026-08', '--accept', digest, '--by', 'Ada', ...places];
    expect(await revshareBy(`"$@" >${FULL}`, final)).toEqual({
      code: 3,
      stdout: '',
      stderr: expect.stringMatching(LOST),
    });
    // It is final: the same command again says so.
    expect(await revshare(final)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('2026-08 was final already'),
    });
    // On stderr nothing is to be said, and then something.
    expect(await revshareBy(`"$@" 2>${FULL}`, final)).toMatchObject({ code: 0 });
    expect(await revshareBy(`"$@" 2>${FULL}`, [...final, '--frob'])).toMatchObject({ code: 3 });
  });

  it('cuts nothing off in silence where it takes a part', async () => {
    // One block of 512 or 1024 bytes may be written to a file; the signal that says so is ignored.
    const file = join(smallWorld().root, 'completion');
    const limited = `ulimit -f 1; trap '' XFSZ; "$@" >'${file}'`;
    const whole = await revshare(['completion', 'bash']);
    expect(await revshareBy(limited, ['completion', 'bash'])).toMatchObject({
      code: 3,
      stderr: expect.stringMatching(LOST),
    });
    const part = readFileSync(file, 'utf8');
    expect([512, 1024]).toContain(part.length);
    expect(whole.stdout.startsWith(part)).toBe(true);
    expect(await revshareBy(`"$@" >'${file}'`, ['completion', 'bash'])).toMatchObject({ code: 0, stderr: '' });
    expect(readFileSync(file, 'utf8')).toBe(whole.stdout);
  });
});
