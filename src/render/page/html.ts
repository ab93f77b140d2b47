/** A piece of a page that is markup already. Everything else that stands in a page is text, and is escaped. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand in a template: markup as it is, texts and counts escaped, several one after another. */
export type HtmlPart = Html | string | number | readonly HtmlPart[];

/** Markup with texts in it, each escaped: html`<p>${anything}</p>`. Attributes stand in double quotes. */
export function html(markup: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  let text = markup[0] ?? '';
  for (const [at, part] of parts.entries()) text += textOf(part) + (markup[at + 1] ?? '');
  return new Html(text);
}

/** Nothing, where a part of a page may be absent. */
export const NOTHING_TO_SHOW = new Html('');

function textOf(part: HtmlPart): string {
  if (part instanceof Html) return part.text;
  if (typeof part === 'string') return escaped(part);
  if (typeof part === 'number') return String(part);
  let text = '';
  for (const each of part) text += textOf(each);
  return text;
}

/** A text as it stands in markup or in an attribute between double quotes. */
function escaped(text: string): string {
  if (!/[&<>"]/.test(text)) return text;
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
