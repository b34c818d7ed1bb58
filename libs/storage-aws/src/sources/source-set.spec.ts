import { gzipSync } from 'node:zlib';
import { packSet, unpackSet } from './source-set';

const set = new Map<string, Uint8Array>([
  ['shop/source.yaml', Buffer.from('title: Läden\n')],
  ['shop/components/custom.mjs', Buffer.from('export default 1;\n')],
  ['shop/logo.png', Uint8Array.from([0x89, 0x50, 0xff, 0x00])],
]);

describe('a set of sources', () => {
  it('comes back byte by byte', async () => {
    const back = await unpackSet(await packSet(set));
    expect([...back].map(([path, bytes]) => [path, [...bytes]]).sort()).toEqual([...set].map(([path, bytes]) => [path, [...bytes]]).sort());
  });

  it('has the same digest in any order of its files, and another one for other files', async () => {
    const { digest } = await packSet(set);
    expect((await packSet(new Map([...set].reverse()))).digest).toBe(digest);
    expect((await packSet(new Map([...set, ['shop/more.yaml', Buffer.from('')]]))).digest).not.toBe(digest);
  });

  it('is refused if the stored set is another one', async () => {
    const { body } = await packSet(set);
    await expect(unpackSet({ digest: '0'.repeat(64), body })).rejects.toThrow('has another content: push the sources again');
  });

  it.each(['../evil/source.yaml', '/etc/passwd', 'shop/../../evil', 'shop//x', 'file', 'shop\\..\\x/y'])(
    'does not accept the path %s, when packed or unpacked',
    async (path) => {
      await expect(packSet(new Map([[path, Buffer.from('x')]]))).rejects.toThrow('is no path of a file of a source');
      const text = JSON.stringify({ v: 1, files: { [path]: 'x' } });
      const { createHash } = await import('node:crypto');
      const digest = createHash('sha256').update(text).digest('hex');
      await expect(unpackSet({ digest, body: gzipSync(text) })).rejects.toThrow('is no path of a file of a source');
    },
  );
});
