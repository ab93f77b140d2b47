import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LauncherCopy } from '../running/launcher-copy.ts';

let copy: LauncherCopy;
beforeEach(() => {
  copy = new LauncherCopy();
});
afterEach(() => copy.remove());

async function setUp(): Promise<void> {
  await copy.start([]).ended;
  copy.calls();
}

describe('a fresh clone', () => {
  it('installs and builds once, on stderr, and runs', async () => {
    const ended = await copy.start(['status']).ended;
    expect(ended).toMatchObject({ code: 7, stdout: 'status\n' });
    expect(ended.stderr).toContain("npm's chatter");
    expect(ended.stderr).toContain("esbuild's chatter");
    expect(copy.calls()).toEqual(['npm ci --include=dev', 'esbuild']);
  });

  it('says what failed and leaves nothing that could start', async () => {
    copy.write('src/cli/main.ts', '// SYNTAX ERROR');
    const ended = await copy.start([]).ended;
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toContain('src could not be built');
    expect(existsSync(copy.at('dist'))).toBe(false);
    expect(readdirSync(copy.at('.setup'))).toEqual([]);
  });

  it('is set up by one of two that start together, while the other waits', async () => {
    copy.write('hold-npm', '');
    const first = copy.start(['first']);
    await first.says("npm's chatter");
    const second = copy.start(['second']);
    await second.says('waiting for process');
    rmSync(copy.at('hold-npm'));
    expect(await first.ended).toMatchObject({ code: 7, stdout: 'first\n' });
    expect(await second.ended).toMatchObject({ code: 7, stdout: 'second\n' });
    expect(copy.calls()).toEqual(['npm ci --include=dev', 'esbuild']);
  });

  it('takes over the lock of a process that died', async () => {
    const dead = spawnSync(process.execPath, ['-e', '0']).pid;
    copy.write(`.setup/lock/${dead}`, '');
    copy.write('.setup/dist-new/half', 'half a build');
    expect(await copy.start(['on']).ended).toMatchObject({ code: 7, stdout: 'on\n' });
    expect(existsSync(copy.at('dist/half'))).toBe(false);
    expect(readdirSync(copy.at('.setup'))).toEqual([]);
  });

  it('takes over once when several find the same dead owner', async () => {
    const dead = spawnSync(process.execPath, ['-e', '0']).pid;
    copy.write(`.setup/lock/${dead}`, '');
    const started = ['a', 'b', 'c', 'd'].map((name) => copy.start([name]));
    for (const each of started) expect(await each.ended).toMatchObject({ code: 7 });
    expect(copy.calls()).toEqual(['npm ci --include=dev', 'esbuild']);
  });
});

describe('a clone that is set up', () => {
  beforeEach(setUp);

  it('passes arguments, stdin, stdout and the exit code through, and adds nothing', async () => {
    const ended = await copy.start(['two words', '', '*', '--json'], { stdin: 'some\ninput' }).ended;
    expect(ended).toEqual({ code: 7, stdout: 'two words||*|--json\nsome\ninput', stderr: '' });
    expect(copy.calls()).toEqual([]);
  });

  it('starts through symlinks, absolute and relative, from any folder', async () => {
    const elsewhere = join(dirname(copy.root), 'else where');
    mkdirSync(elsewhere);
    symlinkSync(copy.at('bin/revshare'), join(elsewhere, 'absolute'));
    symlinkSync('absolute', join(elsewhere, 'relative'));
    symlinkSync('a clone/bin/revshare', join(dirname(copy.root), 'beside'));
    for (const command of [join(elsewhere, 'relative'), './relative', '../beside']) {
      expect(await copy.start(['x'], { command, cwd: elsewhere }).ended).toEqual({
        code: 7,
        stdout: 'x\n',
        stderr: '',
      });
    }
  });

  it('builds again, without npm, when a source was changed, added or removed', async () => {
    copy.write('src/cli/main.ts', 'process.stdout.write("changed")');
    expect(await copy.start([]).ended).toMatchObject({ code: 0, stdout: 'changed' });
    copy.write('src/core/added.ts', '');
    await copy.start([]).ended;
    rmSync(copy.at('src/core/added.ts'));
    await copy.start([]).ended;
    expect(copy.calls()).toEqual(['esbuild', 'esbuild', 'esbuild']);
    await copy.start([]).ended;
    expect(copy.calls()).toEqual([]);
  });

  it('keeps the old build, and does not start it, while the new source does not compile', async () => {
    copy.write('src/cli/main.ts', '// SYNTAX ERROR');
    expect(await copy.start([]).ended).toMatchObject({ code: 2, stdout: '' });
    expect(existsSync(copy.at('dist/cli/main.js'))).toBe(true);
    copy.write('src/cli/main.ts', 'process.stdout.write("mended")');
    expect(await copy.start([]).ended).toMatchObject({ code: 0, stdout: 'mended' });
  });

  it('installs again when the lock file names other packages, not when it was only touched', async () => {
    copy.write('package-lock.json', '{}\n');
    await copy.start([]).ended;
    expect(copy.calls()).toEqual(['esbuild']);
    copy.write('package-lock.json', '{ "packages": {} }\n');
    await copy.start([]).ended;
    expect(copy.calls()).toEqual(['npm ci --include=dev', 'esbuild']);
  });

  it('installs again when node_modules was removed, or npm was killed half-way', async () => {
    rmSync(copy.at('node_modules'), { recursive: true });
    mkdirSync(copy.at('node_modules'));
    await copy.start([]).ended;
    expect(copy.calls()).toEqual(['npm ci --include=dev']);
  });

  it('accepts packages that were installed by hand', async () => {
    rmSync(copy.at('node_modules/.revshare-installed'));
    await copy.start([]).ended;
    await copy.start([]).ended;
    expect(copy.calls()).toEqual([]);
  });

  it('builds the native package that somebody installed without its script', async () => {
    rmSync(copy.at('node_modules/.revshare-installed'));
    copy.write('node_modules/better-sqlite3/index.js', 'throw new Error("it is built for another Node")');
    expect(await copy.start(['x']).ended).toMatchObject({ code: 7, stdout: 'x\n' });
    expect(copy.calls()).toEqual(['npm rebuild better-sqlite3']);
  });

  it('sets itself up again under a Node of another ABI', async () => {
    writeFileSync(copy.at('dist/.built'), '1\n');
    expect(await copy.start(['x']).ended).toMatchObject({ code: 7, stdout: 'x\n' });
    expect(copy.calls()).toEqual(['esbuild']);
  });
});

describe('an installed copy', () => {
  it('has no src and just runs', async () => {
    copy.write('dist/cli/main.js', 'process.stdout.write("installed")');
    rmSync(copy.at('src'), { recursive: true });
    expect(await copy.start([]).ended).toEqual({ code: 0, stdout: 'installed', stderr: '' });
    expect(copy.calls()).toEqual([]);
  });
});

describe('a Node that is too old', () => {
  // No old Node is at hand, so its version number is put in place of the real one.
  const underNode = (version: string) =>
    spawnSync(
      process.execPath,
      [
        '-e',
        `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } });
       require(${JSON.stringify(copy.at('bin/require-node.cjs'))});`,
      ],
      { encoding: 'utf8' },
    );

  it('gets one sentence and exit code 2', () => {
    for (const version of ['18.20.4', '20.18.3']) {
      const { status, stdout, stderr } = underNode(version);
      expect([status, stdout]).toEqual([2, '']);
      expect(stderr).toBe(`revshare needs Node 20.19 or newer; this is Node ${version}.\n`);
    }
  });

  it('is one before 20.19', () => {
    for (const version of ['20.19.0', '22.0.0', '100.1.0']) expect(underNode(version).status).toBe(0);
  });
});
