// Installs the packages and builds dist, when either is out of date. Plain Node: it runs before anything is installed.
// Writes to stderr only. Exit codes: 0 ready, 2 could not be set up, 130 interrupted.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { headersBeside } from './node-headers.mjs';
import { withLock } from './setup-lock.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const at = (...names) => join(root, ...names);
const work = at('.setup'); // the lock and half-built output live here, ignored by git
const builtStamp = at('dist', '.built');
const installedStamp = at('node_modules', '.revshare-installed');

let child; // the running npm or bundler, so that an interrupt reaches it

/** Brings node_modules and dist up to date. A second process waits for the first and then finds nothing left to do. */
async function setup() {
  if (existsSync(installedStamp) && packagesAreCurrent() && buildIsCurrent()) return;
  await withLock(work, say, async () => {
    if (!packagesAreCurrent()) await installPackages();
    if (!nativeLoads()) await buildNative();
    writeFileSync(installedStamp, installedState());
    if (!buildIsCurrent()) await build();
  });
}

/**
 * Our stamp holds what was installed: the lock file's content and the Node ABI. npm's own is accepted when it is
 * younger than both: then somebody ran npm by hand.
 */
function packagesAreCurrent() {
  if (existsSync(installedStamp) && readFileSync(installedStamp, 'utf8') === installedState()) return true;
  const npmStamp = at('node_modules', '.package-lock.json');
  return isNewer(npmStamp, at('package-lock.json')) && isNewer(npmStamp, installedStamp);
}

function installedState() {
  const lock = createHash('sha256')
    .update(readFileSync(at('package-lock.json')))
    .digest('hex');
  return `${lock} ${process.versions.modules}\n`;
}

/** The same question that bin/revshare asks with find. Folders count: a removed file changes its folder's time. */
function buildIsCurrent() {
  if (!existsSync(builtStamp) || readFileSync(builtStamp, 'utf8').trim() !== process.versions.modules) return false;
  const sources = ['package-lock.json', 'tsconfig.json', join('bin', 'bundle.mjs')].map((name) => at(name));
  const inSrc = readdirSync(at('src'), { recursive: true }).map((name) => at('src', name));
  return ![at('src'), ...sources, ...inSrc].some((path) => isNewer(path, builtStamp));
}

async function installPackages() {
  say('installing packages (once; a few minutes where better-sqlite3 has to be compiled)');
  rmSync(installedStamp, { force: true }); // a killed npm must not look finished
  // Build tools are needed too, whatever NODE_ENV says.
  await run('npm', ['ci', '--include=dev'], 'the packages could not be installed');
}

/** Whether the package that npm compiles is there for this Node: whoever installs by hand may leave scripts out. */
function nativeLoads() {
  const open = "new (require('better-sqlite3'))(':memory:').close()";
  return spawnSync(process.execPath, ['-e', open], { cwd: root }).status === 0;
}

async function buildNative() {
  say('building better-sqlite3 for this Node');
  await run('npm', ['rebuild', 'better-sqlite3'], 'better-sqlite3 could not be built');
  if (!nativeLoads()) throw new Error('better-sqlite3 does not load; npm rebuild better-sqlite3 says why');
}

/** Builds beside dist and renames, so that nobody ever starts a half-built dist. */
async function build() {
  say('building');
  const fresh = join(work, 'dist-new');
  const old = join(work, 'dist-old');
  const clear = () => {
    for (const folder of [fresh, old]) rmSync(folder, { recursive: true, force: true });
  };
  clear(); // left by a killed build
  try {
    mkdirSync(fresh, { recursive: true });
    // Written before anything is read: what is saved during the build is newer than its stamp.
    writeFileSync(join(fresh, '.built'), `${process.versions.modules}\n`);
    await run(process.execPath, [at('bin', 'bundle.mjs'), fresh], 'src could not be built');
    if (existsSync(at('dist'))) renameSync(at('dist'), old);
    renameSync(fresh, at('dist'));
  } finally {
    clear();
  }
}

/** What npm compiles takes this Node's headers from beside it, where they are; else they come from where Node is published. */
function compilerSettings() {
  const above = headersBeside(process.execPath, process.versions.node);
  return above === null ? {} : { npm_config_nodedir: above };
}

function run(command, args, failure) {
  return new Promise((done, failed) => {
    child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', 2, 2],
      env: { ...compilerSettings(), ...process.env },
    });
    child.on('error', (error) => failed(new Error(`${failure}: ${command} does not start (${error.code})`)));
    child.on('close', (code, signal) => {
      child = undefined;
      if (code === 0) done();
      else failed(new Error(`${failure} (${command} ended with ${signal ?? code}); its messages are above`));
    });
  });
}

function isNewer(path, than) {
  const time = (file) => statSync(file, { bigint: true, throwIfNoEntry: false })?.mtimeNs ?? 0n;
  return time(path) > time(than);
}

function say(text) {
  process.stderr.write(`revshare set-up: ${text}\n`);
}

let interrupted = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    interrupted = true;
    if (child === undefined) process.exit(130);
    child.kill(signal); // its end ends the set-up, and only then is the lock released
  });
}

try {
  await setup();
} catch (error) {
  say(interrupted ? 'interrupted' : error.message);
  process.exitCode = interrupted ? 130 : 2;
}
