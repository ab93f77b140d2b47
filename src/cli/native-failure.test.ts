import { describe, expect, it } from 'vitest';
import { nativeFailure } from './native-failure.ts';

const other = Object.assign(new Error("The module '/a/node_modules/better-sqlite3/build/x.node' was compiled"), {
  code: 'ERR_DLOPEN_FAILED',
});

describe('a compiled package that does not load', () => {
  it('gets the one command, in the directory that holds the packages', () => {
    const clone = nativeFailure(other, '/opt/revshare/dist/chunks/chunk-A.js');
    expect(clone).toContain(': cd /opt/revshare && npm rebuild better-sqlite3');
    const installed = nativeFailure(other, '/srv/close/node_modules/revshare/dist/chunks/chunk-A.js');
    expect(installed).toContain(': cd /srv/close && npm rebuild better-sqlite3');
  });

  it('is told whether it was never built or is missing', () => {
    const unbuilt = new Error('Could not locate the bindings file. Tried:\n → /a/node_modules/better-sqlite3/build');
    expect(nativeFailure(unbuilt, '/a/dist/x.js')).toContain('npm rebuild better-sqlite3');
    const missing = Object.assign(new Error("Cannot find module '@duckdb/node-bindings-linux-x64/duckdb.node'"), {
      code: 'MODULE_NOT_FOUND',
    });
    expect(nativeFailure(missing, '/a/dist/x.js')).toContain('npm rebuild @duckdb/node-bindings');
  });

  it('is no other error', () => {
    expect(nativeFailure(new Error('better-sqlite3 is busy'), '/a/dist/x.js')).toBeNull();
    expect(nativeFailure('text', '/a/dist/x.js')).toBeNull();
  });
});
