/** Writes a small database in the MaxMind DB format (version 2.0, IPv4, 24-bit records), for tests of an agency's own. */

type Value = string | number | readonly Value[] | { readonly [key: string]: Value };

const METADATA = Buffer.concat([Buffer.of(0xab, 0xcd, 0xef), Buffer.from('MaxMind.com')]);
const SEPARATOR = Buffer.alloc(16);

/** @param entry what the table says of every address whose first bit is 0; of the others it knows nothing */
export function writeMmdb(entry: Value): Buffer {
  // One node: its left record points into the data section, behind the separator; its right one says "not found".
  const NODES = 1;
  const tree = Buffer.alloc(6);
  tree.writeUIntBE(NODES + SEPARATOR.length, 0, 3);
  tree.writeUIntBE(NODES, 3, 3);
  const metadata = encode({
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: 1,
    database_type: 'Test',
    description: {},
    ip_version: 4,
    languages: [],
    node_count: NODES,
    record_size: 24,
  });
  return Buffer.concat([tree, SEPARATOR, encode(entry), METADATA, metadata]);
}

const [STRING, UINT32, MAP, ARRAY] = [2, 6, 7, 11];

function encode(value: Value): Buffer {
  if (typeof value === 'string') {
    const text = Buffer.from(value);
    return Buffer.concat([control(STRING, text.length), text]);
  }
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return Buffer.concat([control(UINT32, 4), bytes]);
  }
  if (isList(value)) return Buffer.concat([control(ARRAY, value.length), ...value.map(encode)]);
  const members = Object.entries(value);
  return Buffer.concat([control(MAP, members.length), ...members.flatMap(([key, one]) => [encode(key), encode(one)])]);
}

const isList = (value: Value): value is readonly Value[] => Array.isArray(value);

/** Types beyond 7 stand in a second byte. Sizes below 29 only: the test's values are short. */
function control(type: number, size: number): Buffer {
  return type > 7 ? Buffer.of(size, type - 7) : Buffer.of((type << 5) | size);
}
