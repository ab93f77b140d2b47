// Who may import whom, with the reason in each rule. CONTRIBUTING.md describes the rooms. Tests are exempt.
const TEST = '[.]test[.]ts$';
const PURE_ROOMS = 'core|render|library';
/** What bin/bundle.mjs starts from. */
const ENTRY = '^src/(cli/main|library/index)[.]ts$';

/** A room of src may import itself and the rooms named. */
const room = (name, mayImport, why) => ({
  name: `${name}-imports`,
  severity: 'error',
  comment: why,
  from: { path: `^src/${name}/`, pathNot: TEST },
  to: { path: '^src/', pathNot: `^src/(${[name, ...mayImport].join('|')})/` },
});

/** A room within another may import the neighbours named. */
const within = (house, name, mayImport, why) => ({
  name: `${house}-${name}-imports`,
  severity: 'error',
  comment: why,
  from: { path: `^src/${house}/${name}/`, pathNot: TEST },
  to: { path: `^src/${house}/`, pathNot: `^src/${house}/(${[name, ...mayImport].join('|')})/` },
});

/** An npm package lives in one place, so that it can be replaced there. */
const only = (packages, place, why) => ({
  name: `${packages} only in ${place}`.replace(/\W+/g, '-').replace(/^-/, ''),
  severity: 'error',
  comment: why,
  from: { path: '^src/', pathNot: [TEST, `^src/(${place})/`] },
  to: { path: `node_modules/(${packages})/` },
});

module.exports = {
  forbidden: [
    room('core', [], 'core only computes: whatever it needs comes in as a value.'),
    room('problems', ['core'], 'a problem is a value that every room can make; it knows none of them.'),
    room('config', ['core', 'problems'], 'config turns revshare.yaml into core types.'),
    room(
      'files',
      ['core', 'problems'],
      'files finds, unpacks, hashes and writes bytes; what they mean is for sources.',
    ),
    room('sources', ['core', 'problems'], 'sources turns export rows into core types; app hands it the rows.'),
    room('postgres', [], 'postgres holds connections to a server; what is asked there is for store and lake.'),
    room('store', ['core', 'problems', 'postgres'], 'store turns database rows into core types and back.'),
    room(
      'lake',
      ['core', 'problems', 'postgres'],
      'lake turns job logs into points, by the rules that core/usage holds as data.',
    ),
    room('render', ['core', 'problems'], 'render turns core types into text; app decides where the text goes.'),
    room(
      'app',
      ['core', 'problems', 'config', 'files', 'sources', 'store', 'lake', 'render'],
      'app wires the rooms into use cases; it neither parses arguments nor prints.',
    ),
    room('library', ['core'], 'library is the core in words of its callers: plain texts in, plain texts out.'),
    room(
      'cli',
      ['app', 'render', 'config', 'problems', 'core'],
      'cli parses arguments and prints; it reaches files and databases through app only.',
    ),

    within('app', 'books', [], 'books opens the data directory and the configuration; every use case begins there.'),
    within('app/books', 'directory', [], 'directory says what lies where, and who is told; it opens no books.'),
    within('app/books', 'records', ['directory'], 'records holds what is there against what was recorded of it.'),
    within(
      'app/books',
      'opening',
      ['directory', 'records'],
      'opening opens the books, and is done when they are open.',
    ),
    within('app/books', 'logs', ['directory', 'opening'], 'logs finds the job logs of books that are open.'),
    within(
      'app/books',
      'policy',
      ['opening', 'records', 'logs'],
      'policy is what revshare.yaml says, beside closed months.',
    ),
    within('app/books', 'backups', ['directory', 'opening', 'records'], 'backups copies whole books.'),
    within('app', 'import', ['books'], 'import takes files; what they mean for a month is for close.'),
    within('app', 'payouts', ['books'], 'payouts pays final months; it computes none.'),
    within(
      'app',
      'close',
      ['books', 'import', 'payouts'],
      'close computes a month: run imports before it, and its reports say how accounts stand.',
    ),
    within('app/close', 'facts', [], 'facts reads what a month is computed from; it computes none.'),
    within('app/close', 'reconciliation', ['facts'], 'reconciliation holds the rows against what the stores say.'),
    within('app', 'decide', ['books', 'close'], 'decide takes what a person says of a month that close computed.'),
    within('app', 'compare', ['books', 'close'], 'compare holds reports side by side, stored or computed by close.'),
    within(
      'app',
      'explain',
      ['books', 'close', 'compare'],
      'explain follows a figure of a month, stored or computed, to the rows of its exports.',
    ),
    within(
      'app/explain',
      'month',
      [],
      'month reads what is explained: the reports of a month, and its postings behind them.',
    ),
    within('app/explain', 'charges', ['month'], 'charges follows money to the rows of its charge.'),
    within(
      'app/explain',
      'reconciliation',
      ['month'],
      'reconciliation follows both sides of a line to rows of exports.',
    ),
    within('app/explain', 'jobs', ['month'], 'jobs follows Spark to the rows of job logs.'),
    within(
      'app/explain',
      'wallets',
      ['month', 'jobs'],
      'wallets follows what a wallet has to its jobs and its account.',
    ),
    within(
      'app/explain',
      'questions',
      ['month', 'charges', 'reconciliation', 'jobs', 'wallets'],
      'questions finds out what is asked, and asks the others.',
    ),
    within(
      'app',
      'statements',
      ['books', 'close', 'payouts', 'explain'],
      'statements are made of reports and accounts; their jobs are listed as explain finds them.',
    ),
    within('app', 'verify', ['books', 'import', 'close'], 'verify imports and closes again, beside what is there.'),
    within(
      'app',
      'doctor',
      ['books', 'import', 'close'],
      'doctor looks at all that a close would need; nothing looks at it.',
    ),
    within('lake', 'engine', [], 'engine runs DuckDB within its limits; what it is asked is for the others.'),
    within('lake', 'reading', ['engine'], 'reading says what the rows of a log are, in every form; it keeps nothing.'),
    within('lake', 'kept', ['engine', 'reading'], 'kept holds what is derived of logs, whatever the rules say.'),
    within('lake', 'import', ['engine', 'reading', 'kept'], 'import checks a log once, and writes what is kept of it.'),
    within('lake', 'usage', ['engine', 'reading', 'kept'], 'usage judges rows by the rules, all of a set of logs.'),
    within('lake', 'signals', ['engine', 'reading', 'kept', 'usage'], 'signals count what is judged.'),
    within(
      'lake',
      'questions',
      ['engine', 'reading', 'kept', 'usage', 'signals'],
      'a question that app asks, a file: it puts the others together.',
    ),
    within(
      'lake',
      'server',
      ['engine', 'reading', 'kept', 'import', 'questions'],
      'server copies a table, and asks the same questions of the copy.',
    ),

    within('sources', 'reading', [], 'reading turns bytes into texts and records; it knows no export.'),
    within('sources', 'fates', [], 'fates says what becomes of rows that no charge takes; it knows no store.'),
    within('sources', 'stripe', ['reading', 'fates', 'small'], 'a store knows no other store.'),
    within('sources', 'apple', ['reading', 'fates'], 'a store knows no other store.'),
    within('sources', 'google', ['reading', 'fates'], 'a store knows no other store.'),
    within('sources', 'receipts', ['reading', 'small'], 'receipts reads what rails say; no store sends to workers.'),

    within('core/explanation', 'tree', [], 'tree is what an explanation is made of; it knows no figure.'),
    within('core/explanation', 'charges', ['tree'], 'charges says what a posting rests on.'),
    within('core/explanation', 'pool', ['tree', 'charges'], 'pool says what net revenue and pool are the sum of.'),
    within('core/explanation', 'wallets', ['tree', 'pool'], 'wallets says what a wallet earned, was owed and sent.'),
    within(
      'core/explanation',
      'reports',
      ['tree', 'charges'],
      'reports explains the rows of a report, a report a file.',
    ),

    within(
      'core/payout',
      'ledger',
      [],
      'ledger says what was prepared, sent and taken off; nothing of what is to be done.',
    ),
    within('core/payout', 'payees', ['ledger'], 'payees says who is paid where, and what keeps them from it.'),
    within('core/payout', 'release', ['ledger'], 'release says what differs from last time, and how far a batch is.'),
    within(
      'core/payout',
      'preparation',
      ['ledger', 'payees', 'release'],
      'preparation turns balances into the lines of a batch.',
    ),
    within('core/payout', 'receipts', ['ledger', 'payees'], 'receipts gives what was sent to the lines of a batch.'),
    within(
      'core/payout',
      'gates',
      ['ledger', 'preparation', 'receipts', 'release'],
      'gates stop acts; no figure depends on them.',
    ),
    within('core/payout', 'owed', ['ledger', 'preparation', 'release'], 'owed says what is open of whom, and why.'),

    within('store', 'database', ['migrations', 'postgres'], 'database opens the books and knows their tables.'),
    within('store', 'inputs', ['database'], 'inputs keeps what exports and small files say.'),
    within('store', 'months', ['database', 'inputs'], 'months keeps what was decided, reviewed and made final.'),
    within('store', 'payouts', ['database'], 'payouts keeps batches, receipts and acts.'),
    within('store', 'copies', ['database', 'postgres'], 'copies holds two databases against each other.'),

    {
      name: 'rooms-only',
      severity: 'error',
      comment: 'a file stands in the room of its step or of its noun.',
      from: { path: '^src/', pathNot: TEST },
      to: { path: '^src/(app|lake|store|render|core/(payout|explanation)|app/(books|explain))/[^/]+[.]ts$' },
    },

    {
      name: 'migrations-are-frozen',
      severity: 'error',
      comment: 'an old migration does what it did: whatever it computes stands in it, and follows no rule of today.',
      from: { path: '^src/store/migrations/', pathNot: TEST },
      to: { pathNot: '^src/store/migrations/|node_modules/kysely/|^(node:)?crypto$' },
    },

    {
      name: 'pure-rooms-without-node',
      severity: 'error',
      comment: 'core and render give the same answer on any machine: no file, clock, environment or randomness.',
      from: { path: `^src/(${PURE_ROOMS})/`, pathNot: TEST },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-network-in-the-program',
      severity: 'error',
      comment: 'a closed month needs no network: only the client of a configured database opens sockets.',
      from: { path: '^src/', pathNot: TEST },
      to: {
        path: '^(node:)?(net|http|https|http2|tls|dgram|dns|dns/promises|cluster|inspector)$',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'no-program-but-hooks',
      severity: 'error',
      comment: 'the one program that a close may start is a hook that the configuration names.',
      from: { path: '^src/', pathNot: [TEST, '^src/app/books/directory/call-hook[.]ts$'] },
      to: { path: '^(node:)?child_process$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'pure-rooms-with-few-packages',
      severity: 'error',
      comment: 'a package that a pure room uses must be pure as well; name it here after reading it.',
      from: { path: `^src/(${PURE_ROOMS})/`, pathNot: TEST },
      to: {
        path: 'node_modules/',
        pathNot:
          'node_modules/(decimal[.]js|@noble/hashes|date-fns|@date-fns/utc|csv-stringify|@openzeppelin/merkle-tree|d3-[a-z-]+)/',
      },
    },

    only('decimal[.]js', 'core/money', 'its precision and its printing need care: only core/money configures it.'),
    only(
      '@noble/hashes',
      'core',
      'hashes that a rule states: checksums, ids of batches, proofs. Around core there is node:crypto.',
    ),
    only(
      'date-fns|@date-fns/utc',
      'core/month',
      'months and days are computed in core/month; elsewhere local time slips in.',
    ),
    only('better-sqlite3', 'store', 'one room knows that the money state is in SQLite.'),
    only('kysely|pg|pg-cursor', 'store|lake/server|postgres', 'a server holds the money state, or the job logs.'),
    only('@duckdb', 'lake', 'one room knows that job logs are read by DuckDB.'),
    only('commander', 'cli', 'arguments are parsed at the edge.'),
    only('csv-parse', 'sources/reading', 'exports are read by one strict reader.'),
    only('csv-stringify', 'render', 'reports are written by one writer that escapes formulas.'),
    only(
      '@openzeppelin/merkle-tree',
      'render/rails',
      'claims on a chain are one rail among others; whoever reads them uses the same library.',
    ),
    only('d3-[a-z-]+', 'render/page/charts', 'charts are drawn in one place; what else a page shows is text.'),
    only('yauzl|yazl', 'files', 'archives are packed and unpacked in one place, and hashed in the same pass.'),
    only('yaml', 'config', 'revshare.yaml is the only YAML, read with every scalar as a string.'),
    only('zod', 'config|sources', 'what comes from outside is checked at the border; inside, types are trusted.'),

    {
      name: 'no-circular',
      severity: 'error',
      comment: 'two files that need each other are one file, or need a third.',
      from: { pathNot: TEST },
      to: { circular: true },
    },
    {
      name: 'src-stays-in-src',
      severity: 'error',
      comment: 'dist is built from src alone.',
      from: { path: '^src/', pathNot: TEST },
      to: { path: '^(test|scripts|proof|bin|fixtures|reports)/' },
    },
    {
      name: 'no-test-code-in-the-program',
      severity: 'error',
      comment: 'tests are not built into dist.',
      from: { path: '^src/', pathNot: TEST },
      to: { path: TEST },
    },
    {
      name: 'src-is-the-program',
      severity: 'error',
      comment: 'dist holds what the program and the library run: a helper that only tests import stands in test/.',
      from: { path: ENTRY },
      to: { path: '^src/', pathNot: [TEST, ENTRY], reachable: false },
    },
    {
      name: 'no-tools-in-the-program',
      severity: 'error',
      comment: 'what checks and builds the program is no part of it.',
      from: { path: '^src/', pathNot: TEST },
      to: {
        path: 'node_modules/(@biomejs|dependency-cruiser|esbuild|fast-check|knip|oxlint|puppeteer-core|tsx|typescript|vitest)/',
      },
    },
    {
      name: 'installed-packages-are-native',
      severity: 'error',
      comment:
        'dist holds every other package (bin/bundle.mjs), so that nobody installs it a second time: devDependencies.',
      from: { path: '^src/', pathNot: TEST },
      to: { dependencyTypes: ['npm'], pathNot: 'node_modules/better-sqlite3/' },
    },
    {
      name: 'everything-resolves',
      severity: 'error',
      comment: 'a package has to be in package.json, a file has to exist.',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
