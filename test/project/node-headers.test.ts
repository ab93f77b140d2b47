import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { PROJECT } from '../running/program.ts';

const folder = mkdtempSync(join(tmpdir(), 'revshare-headers-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('headers beside a Node', () => {
  const runtime = join(folder, 'node-v20.19.4');
  const node = join(runtime, 'bin', 'node');
  mkdirSync(dirname(node), { recursive: true });
  writeFileSync(node, '');
  mkdirSync(join(folder, 'on-the-path'));
  symlinkSync(node, join(folder, 'on-the-path', 'node'));

  it('are none where nothing lies there', () => {
    expect(beside(node, '20.19.4')).toBeNull();
  });

  it('are those of its own version, wherever the path leads to it from', () => {
    const stated = join(runtime, 'include', 'node', 'node_version.h');
    mkdirSync(dirname(stated), { recursive: true });
    writeFileSync(
      stated,
      '#define NODE_MAJOR_VERSION 20\n#define NODE_MINOR_VERSION 19\n#define NODE_PATCH_VERSION 4\n\n#define NODE_VERSION_IS_LTS 1\n',
    );
    expect(beside(node, '20.19.4')).toBe(runtime);
    expect(beside(join(folder, 'on-the-path', 'node'), '20.19.4')).toBe(runtime);
    expect(beside(node, '20.19.3')).toBeNull();
  });
});

/** As the set-up asks: in plain Node, before anything is compiled. */
function beside(executable: string, version: string): unknown {
  const place = join(PROJECT, 'bin', 'node-headers.mjs');
  const ask = `import(process.argv[1]).then(({ headersBeside }) => console.log(JSON.stringify(headersBeside(...process.argv.slice(2)))))`;
  return JSON.parse(spawnSync(process.execPath, ['-e', ask, place, executable, version], { encoding: 'utf8' }).stdout);
}
