import { crc32, deflateRawSync } from 'node:zlib';

/** A zip file of these members, deflated, as any tool writes it. */
export function zipArchive(members: Readonly<Record<string, string | Uint8Array>>): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(members)) {
    const bytes = Buffer.from(name, 'utf8');
    const packed = deflateRawSync(content);
    const common = commonFields(content, packed, bytes.length);
    const header = Buffer.concat([fields([0x04034b50, 4]), common, fields([0, 2]), bytes, packed]);
    local.push(header);
    // Central directory: made by, the common fields, extra and comment lengths, disk, attributes, offset.
    const rest = fields([0, 2], [0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]);
    central.push(Buffer.concat([fields([0x02014b50, 4], [20, 2]), common, rest, bytes]));
    offset += header.length;
  }
  const directory = Buffer.concat(central);
  const count = central.length;
  const end = fields(
    [0x06054b50, 4],
    [0, 2],
    [0, 2],
    [count, 2],
    [count, 2],
    [directory.length, 4],
    [offset, 4],
    [0, 2],
  );
  return Buffer.concat([...local, directory, end]);
}

/** Version, UTF-8 names, deflate, 1 January 2026, checksum, sizes, length of the name. */
function commonFields(content: string | Uint8Array, packed: Buffer, nameLength: number): Buffer {
  const size = Buffer.byteLength(content);
  return fields(
    [20, 2],
    [0x0800, 2],
    [8, 2],
    [0, 2],
    [0x5c21, 2],
    [crc32(content), 4],
    [packed.length, 4],
    [size, 4],
    [nameLength, 2],
  );
}

function fields(...parts: readonly (readonly [value: number, bytes: number])[]): Buffer {
  return Buffer.concat(
    parts.map(([value, bytes]) => {
      const field = Buffer.alloc(bytes);
      field.writeUIntLE(value, 0, bytes);
      return field;
    }),
  );
}
