import { readFileSync, writeFileSync } from 'node:fs';
import { commandsPage } from './docs/commands.ts';
import { errorsPage, exceptionsPage, rulesPage } from './docs/pages.ts';

/** `npm run docs`: writes the pages that are made from the code's own lists; a test holds the committed ones to them. */
writeFileSync('docs/errors.md', errorsPage());
writeFileSync('docs/exceptions.md', exceptionsPage());
writeFileSync('docs/rules.md', rulesPage(readFileSync('docs/rules.md', 'utf8')));
writeFileSync('docs/commands.md', commandsPage());
