/**
 * Which rules could be wrong without a test saying so: every change that Stryker makes to a room of src/core should be
 * found by one. `npm run proof -- mutants core/deferral`; the report of each room is kept beside this.
 */
const rooms = (process.env.ROOM ?? 'core/money').split(',');
const report = `proof/mutants/reports/${process.env.NAME ?? rooms.join('-').replaceAll('/', '-')}`;
process.env.SURVIVORS = `${report}.survivors.txt`;

export default {
  plugins: [import.meta.resolve('./runner.mjs')],
  testRunner: 'tests-of-the-core',
  mutate: [...rooms.map((room) => `src/${room}/**/*.ts`), '!src/**/*.test.ts'],
  ignoreStatic: process.env.STATIC !== '1',
  incremental: true,
  incrementalFile: `${report}.incremental.json`,
  reporters: ['clear-text', 'json', 'survivors', 'progress-append-only'],
  jsonReporter: { fileName: `${report}.json` },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  cleanTempDir: !process.env.KEEP,
  tempDirName: '.setup/mutants',
  ignorePatterns: ['**', '!/src/**', '!/test/**', '!/package.json'],
  concurrency: Number(process.env.WORKERS ?? 2),
  timeoutMS: 60_000,
};
