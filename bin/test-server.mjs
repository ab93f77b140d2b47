// Sees to it that a PostgreSQL server is installed, for the tests that start one of their own (test/postgres-server.ts).
// Installs the distribution's package where this user may. Writes to stderr only. Exit codes: 0 there, 1 not there.
import { appendFileSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { installPackage, mayInstall } from './debian-package.mjs';

const PACKAGES = '/usr/lib/postgresql';

function isInstalled() {
  const versions = existsSync(PACKAGES) ? readdirSync(PACKAGES).map((version) => join(PACKAGES, version, 'bin')) : [];
  const places = [...versions, ...(process.env.PATH ?? '').split(':')];
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

if (!isInstalled()) {
  if (mayInstall()) console.error('installing PostgreSQL, which some tests need');
  if (!mayInstall() || !install() || !isInstalled()) {
    console.error('some tests need a PostgreSQL server: install the package postgresql (apt-get install postgresql)');
    process.exitCode = 1;
  }
}
