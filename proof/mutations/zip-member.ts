import { inflateRawSync } from 'node:zlib';

/** The one member of a zip file of the fixtures, by its directory. */
export function onlyMember(bytes: Buffer): { readonly name: string; readonly bytes: Buffer } {
  const end = bytes.lastIndexOf(Buffer.from('PK\u0005\u0006'));
  const entry = bytes.readUInt32LE(end + 16);
  const nameBytes = bytes.readUInt16LE(entry + 28);
  const name = bytes.subarray(entry + 46, entry + 46 + nameBytes).toString('utf8');
  const header = bytes.readUInt32LE(entry + 42);
  const start = header + 30 + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28);
  const packed = bytes.subarray(start, start + bytes.readUInt32LE(entry + 20));
  return { name, bytes: bytes.readUInt16LE(entry + 10) === 0 ? packed : inflateRawSync(packed) };
}
