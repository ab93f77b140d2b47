// One set-up at a time. The lock is a folder with one file in it, named by its owner's process id.
import { mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Runs `task` alone among all processes that use `folder`; waits for a living owner, takes over from a dead one. */
export async function withLock(folder, say, task) {
  const lock = join(folder, 'lock');
  const mine = join(lock, String(process.pid));
  let told = false;
  while (!take(folder, lock)) {
    const owner = ownerOf(lock);
    if (owner === undefined) continue; // released in between
    if (!isAlive(owner)) {
      if (takeOver(lock, owner, mine)) break;
      continue;
    }
    if (!told) say(`waiting for process ${owner}, which is setting up (its lock: ${lock})`);
    told = true;
    await sleep(100);
  }
  process.once('exit', () => release(lock, mine));
  try {
    return await task();
  } finally {
    release(lock, mine);
  }
}

/** The folder arrives with its owner's name inside, by one rename: there is never a lock without an owner. */
function take(folder, lock) {
  const staged = join(folder, `lock-${process.pid}`);
  mkdirSync(staged, { recursive: true });
  writeFileSync(join(staged, String(process.pid)), '');
  try {
    renameSync(staged, lock);
    return true;
  } catch (error) {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    rmSync(staged, { recursive: true });
    return false;
  }
}

/** Renaming the dead owner's file works for exactly one of those who try. */
function takeOver(lock, owner, mine) {
  try {
    renameSync(join(lock, owner), mine);
    return true;
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    return false;
  }
}

function ownerOf(lock) {
  try {
    return readdirSync(lock)[0];
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    return undefined;
  }
}

function isAlive(owner) {
  if (Number(owner) === process.pid) return false; // left by an earlier process of the same number
  try {
    process.kill(Number(owner), 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function release(lock, mine) {
  rmSync(mine, { force: true });
  try {
    rmdirSync(lock);
  } catch {
    // another process has taken the empty folder already
  }
}
