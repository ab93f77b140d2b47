import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** What the set-up said when src could not be built; empty when dist is current. */
    buildFailure: string;
  }
}

/**
 * Builds dist once per vitest run, and only when it is stale: bin/setup.mjs decides, as it does for the launcher.
 * vitest.config.ts names this file as its globalSetup. A test that runs the program uses `revshare` of ./program.ts
 * (and the helpers of ./world.ts) and never builds by itself. When src does not compile, those tests fail with the
 * compiler's words; tests that do not run the program are not held up.
 */
export function setup(project: TestProject): void {
  project.provide('buildFailure', build());
  // `vitest` in watch mode: a changed src is built again before the tests run again.
  project.onTestsRerun(() => project.provide('buildFailure', build()));
}

function build(): string {
  const root = join(import.meta.dirname, '..', '..');
  const built = spawnSync(process.execPath, [join(root, 'bin', 'setup.mjs')], { cwd: root, encoding: 'utf8' });
  return built.status === 0 ? '' : `${built.stderr}${built.error?.message ?? ''}` || 'the set-up failed';
}
