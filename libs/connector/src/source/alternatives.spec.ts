import type { JsonObject } from '@twl/contracts';
import { checkConfig } from './spec';

const way = (how: string, key: string): JsonObject => ({
  type: 'object',
  required: ['how', key],
  properties: { how: { const: how }, [key]: { type: 'string' } },
});
const specification: JsonObject = {
  type: 'object',
  properties: { access: { type: 'object', oneOf: [way('key', 'api_key'), way('token', 'token')] } },
};

describe('a config with alternatives', () => {
  it('is asked only for what the chosen one needs', () => {
    expect(checkConfig({ access: { how: 'key' } }, specification)).toEqual([
      { path: ['access', 'api_key'], detail: 'is needed by the manifest (add it under config)' },
    ]);
    expect(checkConfig({ access: { how: 'token', token: 'x' } }, specification)).toEqual([]);
    expect(checkConfig({ access: { how: 'token', token: null } }, specification)).toEqual([
      { path: ['access', 'token'], detail: 'has no value yet (it must be string)' },
    ]);
  });

  it('is asked for one of them where none is chosen', () => {
    expect(checkConfig({ access: { how: 'song' } }, specification).map(({ path }) => path.join('.'))).toContain('access');
  });
});
