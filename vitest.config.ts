import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'proof/**/*.test.ts'],
    // Builds dist once, for the tests that run the program.
    globalSetup: ['test/build-once.ts'],
    // UTC+14: whatever reads the machine's zone shows.
    // A database that somebody works with is none of the tests' business.
    env: { NO_COLOR: '1', TZ: 'Pacific/Kiritimati', REVSHARE_DATABASE_URL: '' },
    // Nothing may fail because a machine is slow.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    server: { deps: { external: [/\/dist\//] } },
    pool: 'forks',
    maxWorkers: 2,
  },
});
