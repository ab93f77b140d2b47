import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { html } from './html.ts';

describe('a template', () => {
  it('escapes texts, keeps markup, joins lists', () => {
    const names = ['a & b', '<script>'];
    expect(html`<ul title="${'say "hi"'}">${names.map((name) => html`<li>${name}</li>`)}</ul>${3}`.text).toBe(
      '<ul title="say &quot;hi&quot;"><li>a &amp; b</li><li>&lt;script&gt;</li></ul>3',
    );
  });

  it('lets no text become markup', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const { text: written } = html`<p title="${text}">${text}</p>`;
        const [, inAttribute, inside] = /^<p title="([^"<>]*)">([^<>]*)<\/p>$/s.exec(written) ?? [];
        const read = (escaped = '') =>
          escaped.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
        expect([read(inAttribute), read(inside)]).toEqual([text, text]);
      }),
      { numRuns: 200 },
    );
  });
});
