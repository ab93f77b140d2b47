import { readFileSync, writeFileSync } from 'node:fs';
import { commandsPage } from './docs/commands.ts';
import { libraryPage } from './docs/library.ts';
import { manPage } from './docs/man.ts';
import { errorsPage, exceptionsPage, rulesPage } from './docs/pages.ts';

/** `npm run docs`: writes the pages that are made from the code's own lists; a test holds the committed ones to them. */
writeFileSync('docs/errors.md', errorsPage());
writeFileSync('docs/exceptions.md', exceptionsPage());
writeFileSync('docs/rules.md', rulesPage(readFileSync('docs/rules.md', 'utf8')));
writeFileSync('docs/commands.md', commandsPage());
writeFileSync('docs/api.md', libraryPage());
writeFileSync('man/revshare.1', manPage());
