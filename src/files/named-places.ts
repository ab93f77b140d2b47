import {
  accessSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  rmdirSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { InvalidInput, problem } from '../problems/problem.ts';
import { unusablePath } from '../problems/unusable-path.ts';
import { unfinishedName } from './leavings.ts';
import { workbook } from './unpack.ts';

/**
 * Makes a directory and those above it, one by one. Node's own way of making all of them never ends where the file system
 * makes none, as under /proc; this fails with what the system says.
 */
export function makeDirectory(path: string): void {
  const whole = resolve(path);
  if (existsSync(whole) && statSync(whole).isDirectory()) return;
  if (dirname(whole) !== whole) makeDirectory(dirname(whole));
  try {
    mkdirSync(whole);
  } catch (error) {
    // Another process may have made it since.
    if (!existsSync(whole) || !statSync(whole).isDirectory()) throw error;
  }
}

/**
 * Refuses a place that is a file, or below one, where a directory is meant; one that is not there yet may be made.
 *
 * @throws InvalidInput unreadable-path; no-such-path for a link to nothing, in whose place none can be made
 */
export function checkDirectory(target: string): void {
  const there = nearestExisting(resolve(target));
  if (statSync(there).isDirectory()) {
    refuseLinkToNothing(target);
    return;
  }
  const error = Object.assign(new Error(), { code: 'ENOTDIR' });
  throw unusablePath(error, there === resolve(target) ? target : there) ?? error;
}

function refuseLinkToNothing(target: string): void {
  if (existsSync(target)) return;
  if (lstatSync(target, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return;
  const message = `it is a link to ${readlinkSync(target)}, which is not there`;
  throw new InvalidInput([problem('no-such-path', { file: target }, message, 'Make the directory, or mount it.')]);
}

/**
 * Refuses a place where no directory can be made or written, before any work is done for it; leaves nothing.
 *
 * @throws InvalidInput unreadable-path
 */
export function checkWritable(target: string): void {
  checkDirectory(target);
  const there = nearestExisting(resolve(target));
  try {
    accessSync(there, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw isForbidden(error) ? unwritable(there) : (unusablePath(error, there) ?? error);
  }
  if (there !== resolve(target)) checkMakes(there, target);
}

function isForbidden(error: unknown): boolean {
  return ['EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '');
}

/** A directory that others may well read. */
function unwritable(directory: string): InvalidInput {
  const remedy = 'Change its owner or permissions, run as the user whose it is, or name another directory.';
  return new InvalidInput([problem('unreadable-path', { file: directory }, 'this user may not write there', remedy)]);
}

/** Where permissions say yes the file system may still make nothing, as /proc does. */
function checkMakes(directory: string, target: string): void {
  try {
    const made = unfinishedName(join(directory, '.revshare'), 'try');
    mkdirSync(made);
    rmdirSync(made);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT') throw unusablePath(error, directory) ?? error;
    throw new InvalidInput([problem('unreadable-path', { file: target }, `nothing can be made in ${directory}`)]);
  }
}

/**
 * Refuses a file that a person named for writing, where it cannot be made: its directory has to be there.
 *
 * @throws InvalidInput no-such-path, unreadable-path
 */
export function checkWritableFile(file: string): void {
  const directory = dirname(resolve(file));
  const remedy = 'Make the directory, or name another file.';
  if (isThere(file)?.isDirectory() === true) {
    throw new InvalidInput([
      problem('unreadable-path', { file }, `${basename(file)} is a directory, and a file is expected`),
    ]);
  }
  if (isThere(directory) === undefined) {
    throw new InvalidInput([problem('no-such-path', { file }, `there is no directory ${directory}`, remedy)]);
  }
  try {
    accessSync(`${directory}/.`, constants.W_OK | constants.X_OK);
  } catch (error) {
    if (unusablePath(error, file) === null) throw error;
    const message = `its directory ${directory} cannot be written by this user, or is none`;
    throw new InvalidInput([problem('unreadable-path', { file }, message)]);
  }
  checkMakes(directory, file);
}

/** The bytes of a file that a person named. @throws InvalidInput no-such-path, unreadable-path */
export function readNamedFile(file: string): Buffer {
  if (isThere(file) === undefined) {
    throw new InvalidInput([problem('no-such-path', { file }, `${file} does not exist`)]);
  }
  try {
    return readFileSync(file);
  } catch (error) {
    throw unusablePath(error, file) ?? error;
  }
}

/** Beginnings of a zip, as which Excel's own format comes, and of its older one. */
const WORKBOOKS = ['504b0304', 'd0cf11e0'];

/** The same of a table as text. @throws InvalidInput no-such-path, unreadable-path, unknown-kind for a workbook */
export function readNamedTable(file: string): Buffer {
  const bytes = readNamedFile(file);
  if (WORKBOOKS.includes(bytes.toString('hex', 0, 4))) throw new InvalidInput([workbook(file)]);
  return bytes;
}

/** Refuses a file that a person named and that cannot be read, before anything is made of it. @throws InvalidInput no-such-path, unreadable-path */
export function checkReadableFile(file: string): void {
  const stat = isThere(file);
  if (stat === undefined) throw new InvalidInput([problem('no-such-path', { file }, `${file} does not exist`)]);
  try {
    if (stat.isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
    accessSync(file, constants.R_OK);
  } catch (error) {
    throw unusablePath(error, file) ?? error;
  }
}

/** @throws InvalidInput unreadable-path, where nobody may look */
function isThere(path: string) {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    throw unusablePath(error, path) ?? error;
  }
}

function nearestExisting(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearestExisting(dirname(path));
}
