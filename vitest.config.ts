import { defineConfig } from 'vitest/config';

/** Rooms that keep nothing and touch nothing outside: a process goes through their tests without loading them anew for each file. */
const PURE = ['src/core/**/*.test.ts', 'src/render/**/*.test.ts', 'src/sources/**/*.test.ts'];

export default defineConfig({
  test: {
    projects: [
      { extends: true, test: { name: 'pure', include: PURE, isolate: false } },
      {
        extends: true,
        test: {
          name: 'whole',
          include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'proof/**/*.test.ts'],
          exclude: PURE,
        },
      },
    ],
    // Builds dist once, for the tests that run the program; gives the tests a directory that is gone at the end.
    globalSetup: ['test/running/build-once.ts', 'test/running/own-temporary.ts'],
    // UTC+14: whatever reads the machine's zone shows.
    // A database that somebody works with is none of the tests' business.
    env: { NO_COLOR: '1', TZ: 'Pacific/Kiritimati', REVSHARE_DATABASE_URL: '' },
    // Nothing may fail because a machine is slow.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // The program as it is built, which test/running/in-process.ts runs: nothing to compile for each test file.
    server: { deps: { external: [/\/dist\//] } },
    pool: 'forks',
    maxWorkers: 2,
  },
});
