/**
 * Which rules could be wrong without a test saying so: every change that Stryker makes to a room of src/core should be
 * found by one. `npm run proof -- mutants core/deferral`; the report of each room is kept beside this.
 */
const room = process.env.ROOM ?? 'core/money';
const report = `proof/mutants/reports/${room.replaceAll('/', '-')}`;

export default {
  plugins: [import.meta.resolve('@stryker-mutator/vitest-runner')],
  testRunner: 'vitest',
  vitest: { configFile: 'proof/mutants/vitest.config.ts', related: true },
  mutate: [`src/${room}/**/*.ts`, '!src/**/*.test.ts'],
  ignoreStatic: true,
  incremental: true,
  incrementalFile: `${report}.incremental.json`,
  reporters: ['clear-text', 'json'],
  jsonReporter: { fileName: `${report}.json` },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  tempDirName: '.setup/mutants',
  ignorePatterns: ['reports', 'site', 'fixtures', 'dist', 'docs', 'proof/mutants/node_modules'],
  concurrency: Number(process.env.WORKERS ?? 2),
  timeoutMS: 20_000,
};
