import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandsPage } from './docs/commands.ts';
import { contractsPage } from './docs/contracts.ts';
import { libraryPage } from './docs/library.ts';
import { manPages } from './docs/man.ts';
import { errorsPage, exceptionsPage, rulesPage } from './docs/pages.ts';
import { schemaFiles } from './schemas/schemas.ts';

/** `npm run docs`: writes the pages and schemas that are made from the code's own lists; a test holds the committed ones to them. */
writeFileSync('docs/errors.md', errorsPage());
writeFileSync('docs/exceptions.md', exceptionsPage());
writeFileSync('docs/rules.md', rulesPage(readFileSync('docs/rules.md', 'utf8')));
writeFileSync('docs/commands.md', commandsPage());
writeFileSync('docs/api.md', libraryPage());
writeFileSync('docs/schemas.md', contractsPage());
mkdirSync('schemas', { recursive: true });
for (const [name, text] of schemaFiles()) writeFileSync(join('schemas', name), text);
for (const [name, text] of manPages()) writeFileSync(join('man', name), text);
