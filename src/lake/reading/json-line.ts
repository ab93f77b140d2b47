/** A value found under a key of an object, or under a key of an object in it, with its place in the line. */
export interface JsonMember {
  /** `key`, or `outer.key`. */
  readonly path: string;
  readonly keyAt: number;
  readonly valueAt: number;
  readonly valueEnd: number;
  readonly kind: 'string' | 'number' | 'true' | 'false' | 'null' | 'object' | 'array';
}

export interface JsonLine {
  /** In the order of the text. Members of members' members are left out. */
  readonly members: readonly JsonMember[];
  /** Offset at which the line stops being one JSON object; null when it is one. */
  readonly errorAt: number | null;
}

const DEEPEST = 200;
const NUMBER = /-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]+)?/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids exactly these
const STRING = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*"/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const UNCLOSED_STRING = /"[^"\\\u0000-\u001f]*(?:\\.[^"\\\u0000-\u001f]*)*\\?$/y;

/**
 * Reads one line as a JSON object without giving up the digits of its numbers, its repeated keys, or their places,
 * which JSON.parse does. A line that breaks off still yields the members before the break.
 */
export function scanJsonLine(text: string): JsonLine {
  const scan: Scan = { text, at: 0, members: [] };
  skipBlanks(scan);
  const good = text[scan.at] === '{' && scanObject(scan, '', 0);
  if (good) skipBlanks(scan);
  return { members: scan.members, errorAt: good && scan.at >= text.length ? null : scan.at };
}

/** The text that a member stands for: a string's characters, a number's digits as written; empty for null. */
export function memberText(text: string, member: JsonMember): string {
  const raw = text.slice(member.valueAt, member.valueEnd);
  if (member.kind === 'null') return '';
  return member.kind === 'string' ? stringText(raw) : raw;
}

interface Scan {
  readonly text: string;
  at: number;
  readonly members: JsonMember[];
}

function stringText(raw: string): string {
  return raw.includes('\\') ? (JSON.parse(raw) as string) : raw.slice(1, -1);
}

function scanObject(scan: Scan, outer: string, depth: number): boolean {
  if (depth > DEEPEST) return false;
  scan.at += 1;
  skipBlanks(scan);
  if (take(scan, '}')) return true;
  for (;;) {
    const keyAt = scan.at;
    if (!match(scan, STRING)) return false;
    const key = depth > 1 ? '' : stringText(scan.text.slice(keyAt, scan.at));
    skipBlanks(scan);
    if (!take(scan, ':')) return false;
    skipBlanks(scan);
    const valueAt = scan.at;
    const path = depth === 0 ? key : `${outer}.${key}`;
    const kind = scanValue(scan, path, depth);
    if (kind === null) return false;
    if (depth <= 1) scan.members.push({ path, keyAt, valueAt, valueEnd: scan.at, kind });
    skipBlanks(scan);
    if (take(scan, '}')) return true;
    if (!take(scan, ',')) return false;
    skipBlanks(scan);
  }
}

function scanArray(scan: Scan, depth: number): boolean {
  if (depth > DEEPEST) return false;
  scan.at += 1;
  skipBlanks(scan);
  if (take(scan, ']')) return true;
  for (;;) {
    // Members inside arrays are nobody's columns: the depth keeps them out.
    if (scanValue(scan, '', depth + 1) === null) return false;
    skipBlanks(scan);
    if (take(scan, ']')) return true;
    if (!take(scan, ',')) return false;
    skipBlanks(scan);
  }
}

function scanValue(scan: Scan, path: string, depth: number): JsonMember['kind'] | null {
  switch (scan.text[scan.at]) {
    case '{':
      return scanObject(scan, path, depth + 1) ? 'object' : null;
    case '[':
      return scanArray(scan, depth + 1) ? 'array' : null;
    case '"':
      return match(scan, STRING) ? 'string' : null;
    case 't':
      return word(scan, 'true');
    case 'f':
      return word(scan, 'false');
    case 'n':
      return word(scan, 'null');
    default:
      return match(scan, NUMBER) ? 'number' : null;
  }
}

function word<Word extends 'true' | 'false' | 'null'>(scan: Scan, text: Word): Word | null {
  if (!scan.text.startsWith(text, scan.at)) return null;
  scan.at += text.length;
  return text;
}

function match(scan: Scan, pattern: RegExp): boolean {
  pattern.lastIndex = scan.at;
  if (pattern.test(scan.text)) {
    scan.at = pattern.lastIndex;
    return true;
  }
  // A line that was cut breaks off at its end, not where its last string began.
  UNCLOSED_STRING.lastIndex = scan.at;
  if (UNCLOSED_STRING.test(scan.text)) scan.at = scan.text.length;
  return false;
}

function take(scan: Scan, character: string): boolean {
  if (scan.text[scan.at] !== character) return false;
  scan.at += 1;
  return true;
}

function skipBlanks(scan: Scan): void {
  for (;;) {
    const code = scan.text.charCodeAt(scan.at);
    if (code !== 32 && code !== 9 && code !== 10 && code !== 13) return;
    scan.at += 1;
  }
}
