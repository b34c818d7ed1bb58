import { exportKeptMs } from '../../export/export-files';
import { present } from '../present';
import { useEngine, type OpenEngine } from './opened-engine';

/** What the files of exports of every engine must do. */
export const exportFilesContract = (name: string, open: OpenEngine): void => {
  describe(`${name}: files of exports`, () => {
    const opened = useEngine(open);
    const files = () => opened().engine.exportFiles;
    const described = { contentType: 'text/csv', fileName: 'records.csv' };

    async function* chunks(...texts: string[]) {
      for (const text of texts) yield Buffer.from(text);
    }

    const textOf = async (id: string): Promise<string> => {
      const parts: Uint8Array[] = [];
      for await (const part of present(await files().find(id)).open()) parts.push(part);
      return Buffer.concat(parts).toString();
    };

    it('are there as they were written', async () => {
      expect(await files().write({ id: 'export-1', ...described, content: chunks('a,b\r\n', '1,ü\r\n') })).toBe(11);
      expect(await files().find('export-1')).toMatchObject({ bytes: 11, ...described });
      expect(await textOf('export-1')).toBe('a,b\r\n1,ü\r\n');
      expect(await files().find('export-2')).toBeUndefined();
    });

    it('may be empty, and large', async () => {
      await files().write({ id: 'empty', ...described, content: chunks() });
      expect([present(await files().find('empty')).bytes, await textOf('empty')]).toEqual([0, '']);
      const large = Array.from({ length: 20 }, (_, i) => String(i % 10).repeat(1024 * 1024));
      await files().write({ id: 'large', ...described, content: chunks(...large) });
      expect(await textOf('large')).toBe(large.join(''));
    });

    it('are not there where their content fails', async () => {
      const failing = async function* () {
        yield Buffer.from('a');
        throw new Error('the store is away');
      };
      await expect(files().write({ id: 'export-1', ...described, content: failing() })).rejects.toThrow('the store is away');
      expect(await files().find('export-1')).toBeUndefined();
    });

    it('are not found by names that mean something elsewhere', async () => {
      await files().write({ id: 'export-1', ...described, content: chunks('a') });
      for (const id of ['../export-1', '.', '..', '', 'export-1/', '/', '%2e%2e', 'a\u0000'])
        expect(await files().find(id)).toBeUndefined();
    });

    it('are over after a day', async () => {
      await files().write({ id: 'export-1', ...described, content: chunks('a') });
      await opened().advance(exportKeptMs - 1);
      expect(await files().find('export-1')).toBeDefined();
      await opened().advance(1);
      expect(await files().find('export-1')).toBeUndefined();
      await files().write({ id: 'export-2', ...described, content: chunks('b') });
      expect(await textOf('export-2')).toBe('b');
    });
  });
};
