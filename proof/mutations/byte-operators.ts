import { gzipSync } from 'node:zlib';
import type { Chance } from './chance.ts';
import { type Operator, onText } from './mutation.ts';
import { zipOf } from './zip-of.ts';

/** Bytes and characters, wherever they stand. */
export const BYTE_OPERATORS: readonly Operator[] = [
  atByte('bit-flip', (bytes, at, chance) => splice(bytes, at, 1, [(bytes[at] ?? 0) ^ (1 << chance.below(8))])),
  atByte('byte-random', (bytes, at, chance) => splice(bytes, at, 1, [chance.below(256)])),
  atByte('byte-cut', (bytes, at) => splice(bytes, at, 1, [])),
  atByte('byte-added', (bytes, at, chance) => splice(bytes, at, 0, [chance.below(256)])),
  atByte('nul', (bytes, at) => splice(bytes, at, 1, [0])),
  atByte('quote-added', (bytes, at) => splice(bytes, at, 0, [0x22])),
  atByte('delimiter-added', (bytes, at, chance) => splice(bytes, at, 0, [chance.pick([0x2c, 0x09, 0x3b])])),
  atByte('cut', (bytes, at) => bytes.subarray(0, at)),
  atByte('stretch-cut', (bytes, at, chance) => splice(bytes, at, 1 + chance.below(64), [])),
  atByte('stretch-repeated', (bytes, at, chance) => {
    const end = at + 1 + chance.below(64);
    return Buffer.concat([bytes.subarray(0, end), bytes.subarray(at)]);
  }),
  atByte('zero-stretch', (bytes, at) => splice(bytes, at, 32, new Array<number>(32).fill(0))),
  atByte('latin-1', (bytes, at) => splice(bytes, at, 1, [0xe9])),
  atByte('overlong-utf8', (bytes, at) => splice(bytes, at, 1, [0xc0, 0xaf])),
  atByte('surrogate', (bytes, at) => splice(bytes, at, 1, [0xed, 0xa0, 0x80])),
];

/** The same text in other bytes, and what such files look like when they are broken. */
export const ENCODING_OPERATORS: readonly Operator[] = [
  onText('bom', (text) => `\ufeff${text}`),
  onText('two-boms', (text) => `\ufeff\ufeff${text}`),
  encoded('utf-16le', (text) => Buffer.from(`\ufeff${text}`, 'utf16le')),
  encoded('utf-16be', (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()),
  encoded('utf-16-without-mark', (text) => Buffer.from(text, 'utf16le')),
  encoded('utf-16-odd', (text) => Buffer.from(`\ufeff${text}`, 'utf16le').subarray(0, -1)),
  encoded('utf-16-lone-surrogate', (text) => Buffer.from(`\ufeff${text}\ud800`, 'utf16le')),
  encoded('latin-1-text', (text) => Buffer.from(text.replace('a', 'é'), 'latin1')),
  onText('case-upper', (text) => text.toUpperCase()),
  onText('case-lower', (text) => text.toLowerCase()),
];

/** In archives: as people send them, and as they are made to break whoever unpacks them. */
export const ARCHIVE_OPERATORS: readonly Operator[] = [
  packed('gzip', (bytes) => gzipSync(bytes)),
  packed('gzip-twice', (bytes) => gzipSync(gzipSync(bytes))),
  packed('gzip-cut', (bytes, chance) => cutOf(gzipSync(bytes), chance)),
  packed('gzip-flip', (bytes, chance) => flipOf(gzipSync(bytes), chance)),
  packed('gzip-tail', (bytes) => Buffer.concat([gzipSync(bytes), Buffer.from('more')])),
  packed('gzip-zeros', (bytes) => Buffer.concat([gzipSync(bytes), Buffer.alloc(40)])),
  packed('gzip-members', (bytes) => {
    const half = bytes.length >> 1;
    return Buffer.concat([gzipSync(bytes.subarray(0, half)), gzipSync(bytes.subarray(half))]);
  }),
  packed('zip', (bytes, _, name) => zipOf([{ name, bytes }])),
  packed('zip-in-zip', (bytes, _, name) => zipOf([{ name: 'inner.zip', bytes: zipOf([{ name, bytes }]) }])),
  packed('zip-cut', (bytes, chance, name) => cutOf(zipOf([{ name, bytes }]), chance)),
  packed('zip-flip', (bytes, chance, name) => flipOf(zipOf([{ name, bytes }]), chance)),
  packed('zip-copies', (bytes, _, name) =>
    zipOf([
      { name, bytes },
      { name, bytes },
    ]),
  ),
  packed('zip-two-versions', (bytes, chance, name) =>
    zipOf([
      { name, bytes },
      { name, bytes: flipOf(bytes, chance) },
    ]),
  ),
  packed('zip-crc', (bytes, _, name) => zipOf([{ name, bytes, crc: 1 }])),
  packed('zip-encrypted', (bytes, _, name) => zipOf([{ name, bytes, flags: 1 }])),
  packed('zip-wrong-size', (bytes, chance, name) => zipOf([{ name, bytes, size: chance.below(1 << 20) }])),
  packed('zip-empty', () => zipOf([])),
  packed('zip-beside', (bytes, _, name) =>
    zipOf([
      { name, bytes },
      { name: 'notes.docx', bytes: Buffer.from('PK\u0003\u0004 not a zip') },
    ]),
  ),
  packed('zip-name', (bytes, chance) => zipOf([{ name: chance.pick(HOSTILE_NAMES), bytes }])),
];

/** What unpacks to far more than it is: slow to make, so that a run has few of them. */
export const BOMB_OPERATORS: readonly Operator[] = [
  packed('gzip-bomb', (bytes) => gzipSync(Buffer.concat([bytes, Buffer.alloc(100 << 20, 0x0a)]))),
  packed('gzip-bomb-in-gzip', (bytes) => gzipSync(gzipSync(Buffer.concat([bytes, Buffer.alloc(100 << 20, 0x30)])))),
  packed('zip-bomb', (bytes, _, name) =>
    zipOf([{ name, bytes: Buffer.concat([bytes, Buffer.alloc(100 << 20, 0x41)]) }]),
  ),
  packed('line-of-30-mb', (bytes) => Buffer.concat([bytes, Buffer.alloc(30 << 20, 0x61)])),
  packed('zip-of-many', (bytes, _, name) =>
    zipOf(Array.from({ length: 2000 }, (__, at) => ({ name: `${at}/${name}`, bytes }))),
  ),
  packed('zip-in-itself', (bytes, _, name) => {
    let inner = zipOf([{ name, bytes }]);
    for (let depth = 0; depth < 12; depth += 1) inner = zipOf([{ name: `${depth}.zip`, bytes: inner }]);
    return inner;
  }),
];

const HOSTILE_NAMES = [
  ...['../../escaped.csv', '/tmp/escaped.csv', '..\\..\\escaped.csv', 'C:\\escaped.csv', 'a/../../escaped.csv'],
  ...[
    'nul\0name.csv',
    '\u001b[31mred.csv',
    '=1+1.csv',
    '<b>bold.csv',
    '\u202etxt.csv',
    'x'.repeat(5000),
    '.hidden.csv',
    'con',
  ],
];

function atByte(name: string, change: (bytes: Buffer, at: number, chance: Chance) => Buffer): Operator {
  return { name, change: (bytes, chance) => change(bytes, chance.below(bytes.length), chance) };
}

function encoded(name: string, change: (text: string) => Buffer): Operator {
  return { name, change: (bytes) => change(bytes.toString('utf8')) };
}

function packed(name: string, change: (bytes: Buffer, chance: Chance, member: string) => Buffer): Operator {
  return { name, change: (bytes, chance, path) => change(bytes, chance, path.slice(path.lastIndexOf('/') + 1)) };
}

function splice(bytes: Buffer, at: number, remove: number, add: readonly number[]): Buffer {
  return Buffer.concat([bytes.subarray(0, at), Buffer.from(add), bytes.subarray(at + remove)]);
}

function cutOf(bytes: Buffer, chance: Chance): Buffer {
  return bytes.subarray(0, chance.below(bytes.length));
}

function flipOf(bytes: Buffer, chance: Chance): Buffer {
  const at = chance.below(bytes.length);
  return splice(bytes, at, 1, [(bytes[at] ?? 0) ^ (1 << chance.below(8))]);
}
