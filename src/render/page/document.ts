import type { Sha256 } from '../../core/statement/merkle-proof.ts';
import { Html, html } from './html.ts';

/** A page that needs nothing but itself. */
export interface PageParts {
  readonly title: string;
  readonly style: string;
  /** Empty for a page without one. */
  readonly script: string;
  readonly body: Html;
  /** Whether the page carries a SHA-256 of itself, for its own script. */
  readonly isSealed?: boolean;
}

/**
 * A whole page. Its policy allows the one style and the one script in it, by their hashes, and nothing else: no other
 * script runs, whatever an input says, nothing is loaded, and nothing leaves it.
 */
export function documentOf({ title, style, script, body, isSealed = false }: PageParts, hash: Sha256): string {
  const policy = [
    "default-src 'none'",
    `style-src '${sourceHash(style, hash)}'`,
    ...(script === '' ? [] : [`script-src '${sourceHash(script, hash)}'`]),
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const inside = html`<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${new Html(style)}</style>
</head>
<body>
${body}
${script === '' ? '' : html`<script>${new Html(script)}</script>`}</body>`.text;
  const seal = isSealed ? ` data-shown="${hash(UTF8.encode(asBrowsersWrite(inside)))}"` : '';
  return `<!doctype html>\n<html lang="en"${seal}>${inside}</html>\n`;
}

/** A page as a browser writes back what it has read: it escapes no quotes in texts. */
function asBrowsersWrite(page: string): string {
  return page.replaceAll('&quot;', '"');
}

const UTF8 = new TextEncoder();

/** As a content policy names a text that it allows. */
function sourceHash(text: string, hash: Sha256): string {
  const bytes = hash(UTF8.encode(text)).match(/../g) ?? [];
  return `sha256-${btoa(String.fromCharCode(...bytes.map((byte) => Number.parseInt(byte, 16))))}`;
}
