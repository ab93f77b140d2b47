import { crc32, deflateRawSync } from 'node:zlib';

/** A member of a zip file; what is given beside its bytes is written instead of what is true. */
export interface Member {
  readonly name: string;
  readonly bytes: Buffer;
  readonly crc?: number;
  readonly size?: number;
  readonly flags?: number;
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const UTF8_NAMES = 0x0800;
const DEFLATED = 8;

/** A zip file of these members, true or not: no library writes wrong ones. */
export function zipOf(members: readonly Member[]): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const member of members) {
    const name = Buffer.from(member.name, 'utf8');
    const packed = deflateRawSync(member.bytes);
    const common = commonOf(member, packed.length, name.length);
    const header = Buffer.concat([number(LOCAL, 4), common, number(0, 2), name, packed]);
    const places = [number(0, 2), number(0, 2), number(0, 2), number(0, 2), number(0, 4), number(offset, 4)];
    local.push(header);
    central.push(Buffer.concat([number(CENTRAL, 4), number(20, 2), common, ...places, name]));
    offset += header.length;
  }
  const directory = Buffer.concat(central);
  const count = number(members.length, 2);
  const ends = [number(END, 4), number(0, 2), number(0, 2), count, count];
  return Buffer.concat([...local, directory, ...ends, number(directory.length, 4), number(offset, 4), number(0, 2)]);
}

/** What the local header and the directory both say of a member. */
function commonOf(member: Member, packedBytes: number, nameBytes: number): Buffer {
  const { bytes, crc = crc32(bytes), size = bytes.length, flags = 0 } = member;
  const said = [number(20, 2), number(UTF8_NAMES | flags, 2), number(DEFLATED, 2), number(0, 2), number(0x5c21, 2)];
  return Buffer.concat([...said, number(crc, 4), number(packedBytes, 4), number(size, 4), number(nameBytes, 2)]);
}

function number(value: number, bytes: number): Buffer {
  const field = Buffer.alloc(bytes);
  field.writeUIntLE(value, 0, bytes);
  return field;
}
