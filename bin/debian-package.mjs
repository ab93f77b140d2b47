import { spawnSync } from 'node:child_process';

/** Whether this user may install packages of the distribution. */
export function mayInstall() {
  return process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0;
}

/** Installs a package of the distribution; writes to stderr only. Returns whether it could. */
export function installPackage(name) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args) => spawnSync('apt-get', args, { env, stdio: ['ignore', 2, 2] }).status === 0;
  return (
    apt('update') && apt('install', '-y', '--no-install-recommends', '-o', 'Dpkg::Options::=--force-confold', name)
  );
}
