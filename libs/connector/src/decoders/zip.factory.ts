import { crc32, deflateRawSync } from 'node:zlib';

const localHeader = (name: Buffer, content: Buffer, { packed, method }: { packed: Buffer; method: number }): Buffer => {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(method, 8);
  header.writeUInt32LE(crc32(content), 14);
  header.writeUInt32LE(packed.length, 18);
  header.writeUInt32LE(content.length, 22);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, name, packed]);
};

const central = (localHeader: Buffer, name: Buffer, offset: number): Buffer => {
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(20, 4);
  localHeader.copy(header, 6, 4, 30);
  header.writeUInt32LE(offset, 42);
  return Buffer.concat([header, name]);
};

/** A zip file with these files, packed or only put together. */
export const makeZip = (files: Record<string, string>, packed = true): Buffer => {
  const parts: Buffer[] = [];
  const table: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const content = Buffer.from(text);
    const part = localHeader(
      Buffer.from(name),
      content,
      packed ? { packed: deflateRawSync(content), method: 8 } : { packed: content, method: 0 },
    );
    parts.push(part);
    table.push(central(part, Buffer.from(name), offset));
    offset += part.length;
  }
  const end = Buffer.alloc(22);
  const listing = Buffer.concat(table);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(table.length, 8);
  end.writeUInt16LE(table.length, 10);
  end.writeUInt32LE(listing.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, listing, end]);
};
