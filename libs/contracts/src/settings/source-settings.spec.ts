import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { sourceSettingsSchema } from './source-settings';

const published = join(__dirname, '../../../../docs/source.schema.json');

describe('source.yaml', () => {
  it('may be empty: every key has a default', () => {
    expect(sourceSettingsSchema.parse({})).toMatchObject({
      enabled: true,
      schedule: { cron: '*/5 * * * *', timeZone: 'UTC', catchUp: 'last' },
      allowPrivateAddresses: false,
    });
  });

  it('refuses a key it does not know, and a secret that is not named', () => {
    expect(sourceSettingsSchema.safeParse({ shedule: {} }).success).toBe(false);
    expect(sourceSettingsSchema.safeParse({ config: { key: { secret: 'MY_KEY' } } }).success).toBe(true);
    expect(sourceSettingsSchema.safeParse({ streams: { posts: { title: 1 } } }).success).toBe(false);
  });

  it('bounds every run, and no limit can be switched off', () => {
    const { limits } = sourceSettingsSchema.parse({ limits: { pages: 5 } });
    expect(limits).toMatchObject({ pages: 5, minutes: 60, pageBytes: 2 * 1024 ** 3 });
    for (const name of Object.keys(limits))
      for (const value of [0, -1, 1e15, 1.5, null, '5'])
        expect(sourceSettingsSchema.safeParse({ limits: { [name]: value } }).success).toBe(false);
  });

  it('is described by the published JSON Schema (UPDATE=1 renews it)', () => {
    const schema = z.toJSONSchema(sourceSettingsSchema, { io: 'input', target: 'draft-2020-12' });
    const text = `${JSON.stringify({ title: 'source.yaml of the TWL Data Pipeline', ...schema }, null, 2)}\n`;
    if (process.env['UPDATE']) writeFileSync(published, text);
    expect(readFileSync(published, 'utf8')).toBe(text);
  });
});
