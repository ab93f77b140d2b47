import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { callHook } from './call-hook.ts';
import { listenForNotices } from './notices.ts';

const directory = mkdtempSync(join(tmpdir(), 'hook-'));
afterAll(() => rmSync(directory, { recursive: true }));

let notices: string[] = [];
beforeEach(() => {
  notices = [];
  listenForNotices((text) => notices.push(text));
});

/** A program that runs a line of JavaScript; what follows are its arguments. */
function node(source: string, ...args: string[]): readonly string[] {
  return [process.execPath, '-e', source, ...args];
}

const KEEP = `require('node:fs').writeFileSync(process.argv[1], require('node:fs').readFileSync(0))`;

describe('a hook', () => {
  it('reads one line of JSON, and its arguments as they are written', async () => {
    const path = join(directory, 'a name $(with) "all" of a shell; *');
    await callHook({ programs: { close: node(KEEP, path) }, timeoutSeconds: 30 }, 'close', { month: '2026-10' });
    expect(readFileSync(path, 'utf8')).toBe('{"event":"close","month":"2026-10"}\n');
    expect(notices).toEqual([]);
  });

  it('is called for its own event alone', async () => {
    const path = join(directory, 'not-called');
    const hooks = { programs: { failure: node(KEEP, path) }, timeoutSeconds: 30 };
    await callHook(hooks, 'close', {});
    await callHook(null, 'failure', {});
    expect(existsSync(path)).toBe(false);
  });

  it('that fails is told, with what it said', async () => {
    const programs = { failure: node(`console.error('no such room'); process.exit(7)`) };
    await callHook({ programs, timeoutSeconds: 30 }, 'failure', {});
    expect(notices).toEqual([expect.stringMatching(/^the hook of failure \(.*node.*\) ended with 7: no such room; /)]);
  });

  it('that does not exist, or reads nothing of a long line, is no failure of ours', async () => {
    await callHook({ programs: { close: ['/nowhere/at-all'] }, timeoutSeconds: 30 }, 'close', {});
    expect(notices).toEqual([expect.stringContaining('could not be started')]);
    await callHook({ programs: { close: node('') }, timeoutSeconds: 30 }, 'close', { text: 'x'.repeat(1e6) });
    expect(notices).toHaveLength(1);
  });

  it('that takes too long is ended, with what it started', async () => {
    const programs = { close: ['/bin/sh', '-c', 'sleep 600 & sleep 600'] };
    await callHook({ programs, timeoutSeconds: 1 }, 'close', {});
    expect(notices).toEqual([expect.stringContaining('took longer than 1 s and was ended')]);
  });
});
