import { defineConfig } from 'vitest/config';

/** The tests that need neither the built program nor a server: they run again for every mutant. */
export default defineConfig({
  test: {
    include: [
      'src/core/**/*.test.ts',
      'test/deferral.law.test.ts',
      'test/journal.law.test.ts',
      'test/policy-over-time.law.test.ts',
    ],
    env: { NO_COLOR: '1', TZ: 'Pacific/Kiritimati' },
    isolate: false,
    testTimeout: 600_000,
  },
});
