/** For tests: Parquet files with the physical forms that DuckDB reads and does not write. One row group, PLAIN, unpacked. */

/** One column of a file, none of whose values is missing. */
export interface ParquetColumn {
  readonly name: string;
  readonly type: 'INT64' | 'INT96' | 'BYTE_ARRAY' | 'FIXED_LEN_BYTE_ARRAY';
  /** The bytes of each value, without their length. */
  readonly values: readonly Buffer[];
  /** What older writers say of it: 9 is TIMESTAMP_MILLIS, 10 TIMESTAMP_MICROS, 5 DECIMAL. */
  readonly convertedType?: number;
  /** What later ones say of a time. */
  readonly timestamp?: { readonly utc: boolean; readonly unit: 'MILLIS' | 'MICROS' | 'NANOS' };
  readonly decimal?: { readonly precision: number; readonly scale: number };
}

const TYPES = { INT64: 2, INT96: 3, BYTE_ARRAY: 6, FIXED_LEN_BYTE_ARRAY: 7 } as const;
const UNITS = { MILLIS: 1, MICROS: 2, NANOS: 3 } as const;
const MAGIC = Buffer.from('PAR1');

export function text(value: string): Buffer {
  return Buffer.from(value);
}

export function int64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(value);
  return bytes;
}

/** Nanoseconds of the day, then the Julian day: 1970-01-01 is 2440588. */
export function int96(nanoseconds: bigint): Buffer {
  const day = 86_400_000_000_000n;
  const bytes = Buffer.alloc(12);
  bytes.writeBigInt64LE(nanoseconds % day);
  bytes.writeInt32LE(Number(nanoseconds / day) + 2_440_588, 8);
  return bytes;
}

export function parquetFile(columns: readonly ParquetColumn[]): Buffer {
  const rows = columns[0]?.values.length ?? 0;
  const parts = [MAGIC];
  let offset = MAGIC.length;
  const chunks: Buffer[] = [];
  for (const column of columns) {
    const data = Buffer.concat(column.values.map((value) => withLength(column, value)));
    const page = Buffer.concat([pageHeader(rows, data.length), data]);
    chunks.push(chunk(column, rows, page.length, offset));
    parts.push(page);
    offset += page.length;
  }
  const schema = [struct([binary(4, text('schema')), i32(5, columns.length)]), ...columns.map(schemaElement)];
  const group = struct([list(1, STRUCT, chunks), i64(2, offset), i64(3, rows)]);
  const footer = struct([i32(1, 1), list(2, STRUCT, schema), i64(3, rows), list(4, STRUCT, [group])]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(footer.length);
  return Buffer.concat([...parts, footer, length, MAGIC]);
}

function withLength({ type }: ParquetColumn, value: Buffer): Buffer {
  if (type !== 'BYTE_ARRAY') return value;
  const length = Buffer.alloc(4);
  length.writeUInt32LE(value.length);
  return Buffer.concat([length, value]);
}

function pageHeader(rows: number, bytes: number): Buffer {
  const data = struct([i32(1, rows), i32(2, 0), i32(3, 3), i32(4, 3)]);
  return struct([i32(1, 0), i32(2, bytes), i32(3, bytes), field(5, STRUCT, data)]);
}

function chunk({ name, type }: ParquetColumn, rows: number, bytes: number, offset: number): Buffer {
  const meta = struct([
    ...[i32(1, TYPES[type]), list(2, I32, [varint(zigzag(0))]), list(3, BINARY, [lengthAnd(text(name))]), i32(4, 0)],
    ...[i64(5, rows), i64(6, bytes), i64(7, bytes), i64(9, offset)],
  ]);
  return struct([i64(2, offset), field(3, STRUCT, meta)]);
}

function schemaElement({ name, type, values, convertedType, timestamp, decimal }: ParquetColumn): Buffer {
  const fixed = type === 'FIXED_LEN_BYTE_ARRAY' ? [i32(2, values[0]?.length ?? 0)] : [];
  const converted = convertedType === undefined ? [] : [i32(6, convertedType)];
  const scale = decimal === undefined ? [] : [i32(7, decimal.scale), i32(8, decimal.precision)];
  return struct([
    ...[i32(1, TYPES[type]), ...fixed, i32(3, 0), binary(4, text(name)), ...converted, ...scale],
    ...(timestamp === undefined ? [] : [field(10, STRUCT, struct([field(8, STRUCT, timestampType(timestamp))]))]),
  ]);
}

function timestampType({ utc, unit }: NonNullable<ParquetColumn['timestamp']>): Buffer {
  const isUtc: Field = { id: 1, type: utc ? TRUE : FALSE, bytes: Buffer.alloc(0) };
  return struct([isUtc, field(2, STRUCT, struct([field(UNITS[unit], STRUCT, struct([]))]))]);
}

/* Thrift's compact protocol, as much of it as a footer needs. */
const [TRUE, FALSE, I32, I64, BINARY, LIST, STRUCT] = [1, 2, 5, 6, 8, 9, 12];

interface Field {
  readonly id: number;
  readonly type: number;
  readonly bytes: Buffer;
}

function field(id: number, type: number, bytes: Buffer): Field {
  return { id, type, bytes };
}

function i32(id: number, value: number): Field {
  return field(id, I32, varint(zigzag(value)));
}

function i64(id: number, value: number): Field {
  return field(id, I64, varint(zigzag(value)));
}

function binary(id: number, bytes: Buffer): Field {
  return field(id, BINARY, lengthAnd(bytes));
}

function list(id: number, type: number, items: readonly Buffer[]): Field {
  const head =
    items.length < 15
      ? Buffer.from([(items.length << 4) | type])
      : Buffer.concat([Buffer.from([0xf0 | type]), varint(items.length)]);
  return field(id, LIST, Buffer.concat([head, ...items]));
}

/** Fields in the order of their ids. */
function struct(fields: readonly Field[]): Buffer {
  let before = 0;
  const parts = fields.map(({ id, type, bytes }) => {
    const head = Buffer.from([((id - before) << 4) | type]);
    before = id;
    return Buffer.concat([head, bytes]);
  });
  return Buffer.concat([...parts, Buffer.from([0])]);
}

function lengthAnd(bytes: Buffer): Buffer {
  return Buffer.concat([varint(bytes.length), bytes]);
}

function zigzag(value: number): number {
  return value * 2;
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return Buffer.from([...bytes, rest]);
}
