import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toJsonText } from '@twl/json';
import { withSpool } from './spool';
import { collect } from './testing/export-of';
import { oddRecords } from './testing/odd-records';

describe('a spool', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'twl-spool-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const records = async function* () {
    yield* oddRecords;
  };

  it('gives the same records as often as they are asked for, and leaves nothing', async () => {
    const read = withSpool(
      records(),
      async function* (repeatable) {
        yield* repeatable();
        yield* repeatable();
      },
      folder,
    );
    expect((await collect(read)).map((record) => toJsonText(record))).toEqual(
      [...oddRecords, ...oddRecords].map((record) => toJsonText(record)),
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  it('leaves nothing where reading fails, or is given up', async () => {
    const failing = async function* () {
      yield* oddRecords.slice(0, 1);
      throw new Error('the store is away');
    };
    await expect(collect(withSpool(failing(), (repeatable) => repeatable(), folder))).rejects.toThrow('the store is away');
    for await (const _ of withSpool(records(), (repeatable) => repeatable(), folder)) break;
    expect(readdirSync(folder)).toEqual([]);
  });
});
