import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const site = dirname(dirname(fileURLToPath(import.meta.url)));
const docs = join(site, 'pages');
/** The order of reading: every page of docs/ by its name, once (a test holds that). */
const chapters = JSON.parse(readFileSync(join(site, 'chapters.json'), 'utf8'));

/** A page is named by its own first heading. */
function title(page) {
  return /^# (.+)$/m.exec(readFileSync(join(docs, `${page}.md`), 'utf8'))[1].replaceAll('`', '');
}

export default {
  title: 'revshare',
  description: 'The month close of a worker revenue share',
  srcDir: 'pages',
  outDir: join(site, 'built'),
  cacheDir: join(site, 'node_modules', '.cache'),
  // A page's time would come from the history, and the site be another one on each machine.
  lastUpdated: false,
  metaChunk: true,
  // Files of the repository beside docs/ are read there.
  ignoreDeadLinks: [/^(?:\.\/)?\.\.\//],
  // The pages are text: a name in angle brackets is no tag.
  markdown: { html: false, config: indentedAsFenced },
  // The pages lie outside this folder, behind a link; what they are built with lies inside it.
  vite: { resolve: { preserveSymlinks: true } },
  // A page that is one table has no sections to list beside it, and the table takes their room.
  transformPageData: ({ relativePath, frontmatter }) => {
    const isOneTable = !/^##/m.test(readFileSync(join(docs, relativePath), 'utf8'));
    return isOneTable ? { frontmatter: { ...frontmatter, aside: false } } : {};
  },
  themeConfig: {
    nav: [
      { text: 'Start', link: '/' },
      { text: 'Commands', link: '/commands' },
      { text: 'Errors', link: '/errors' },
    ],
    sidebar: chapters.map(({ chapter, pages }) => ({
      text: chapter,
      items: pages.map((page) => ({ text: title(page), link: page === 'index' ? '/' : `/${page}` })),
    })),
    outline: { level: [2, 3] },
    // The index is part of the site; nothing is asked of anybody's server.
    search: { provider: 'local' },
  },
};

/** The theme scrolls and copies fenced code only; ours is indented as often. */
function indentedAsFenced(md) {
  md.renderer.rules.code_block = (tokens, at, options, env, self) => {
    tokens[at].info = '';
    return md.renderer.rules.fence(tokens, at, options, env, self);
  };
}
