import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLake, sqlText } from '../../src/lake/engine/duckdb.ts';
import { WITHOUT_SOCKETS } from '../running/no-sockets.ts';
import { revshare } from '../running/program.ts';
import { filesUnder, scratch } from '../worlds/world.ts';

/*
 * No socket at run time, but to a database that is configured. A year of closes and payouts runs without (demo-close.test.ts,
 * demo-payouts.test.ts); the import rule no-network-in-the-program keeps the modules of Node out of src.
 */
describe('no socket at run time', () => {
  it.each([
    ['connect', "require('node:net').connect(9, '127.0.0.1')"],
    ['a request', "require('node:http').get('http://127.0.0.1:9/')"],
    ['fetch', "fetch('http://127.0.0.1:9/')"],
    ['listen', "require('node:http').createServer().listen(0)"],
    ['a name', "require('node:dns').lookup('example.org', () => undefined)"],
    ['a datagram', "require('node:dgram').createSocket('udp4').send('x', 9, '127.0.0.1')"],
  ])('%s is seen where it is forbidden', (_, code) => {
    const ended = spawnSync(process.execPath, ['-e', code], {
      env: { ...process.env, ...WITHOUT_SOCKETS },
      encoding: 'utf8',
    });
    expect([ended.status, ended.stderr]).toEqual([99, expect.stringContaining('a socket was wanted')]);
  });

  it('a configured database is the one exception', async () => {
    const at = ['--data', scratch(), '--database-url', 'postgres://127.0.0.1:9/books'];
    const ended = await revshare(['status', ...at], { env: WITHOUT_SOCKETS });
    expect([ended.code, ended.stderr]).toEqual([99, expect.stringContaining('a socket was wanted')]);
  });

  it('no password is shown, whatever goes wrong', async () => {
    const secret = 'hunter2-of-the-books';
    const addresses = [
      `postgres://ann:${secret}@127.0.0.1:9/books`,
      `postgres://ann:${secret}@127.0.0.1:9`,
      `mysql://ann:${secret}@db/books`,
    ];
    for (const address of addresses) {
      for (const how of [
        { args: ['--database-url', address] },
        { args: [], env: { REVSHARE_DATABASE_URL: address } },
      ]) {
        const data = scratch();
        const ended = await revshare(['status', '--json', '--data', data, ...how.args], how);
        expect(ended.code).not.toBe(0);
        expect(`${ended.stdout}${ended.stderr}`).not.toContain(secret);
        expect(filesUnder(data).filter((name) => readFileSync(join(data, name)).includes(secret))).toEqual([]);
      }
    }
  });

  it('the engine of the job logs fetches nothing, whatever a path says', async () => {
    let calls = 0;
    const server = createServer((socket) => {
      calls += 1;
      socket.destroy();
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    const lake = await openLake({ tempDir: scratch(), threads: 1 });
    try {
      for (const [reader, path] of [
        ['read_csv', `http://127.0.0.1:${port}/jobs.csv`],
        ['read_parquet', `https://127.0.0.1:${port}/jobs.parquet`],
        ['read_text', `s3://127.0.0.1:${port}/jobs.jsonl`],
      ] as const) {
        await expect(lake.rows(`SELECT * FROM ${reader}(${sqlText(path)})`)).rejects.toThrow();
      }
    } finally {
      lake.close();
      await new Promise((done) => server.close(done));
    }
    expect(calls).toBe(0);
  });
});
