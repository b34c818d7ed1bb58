import { join } from 'node:path';
import { largePortAt, parseFiles, portsOf, sourceFiles } from './product-code';

const root = join(__dirname, '../../..');

describe('ports', () => {
  it('have at most 8 methods', () => {
    const ports = portsOf(parseFiles(root, sourceFiles(root, ['libs/ports'])));
    expect(ports.find(({ name }) => name === 'RecordStore')?.methods).toBeGreaterThan(5);
    expect(ports.filter(({ methods }) => methods >= largePortAt)).toEqual([]);
  });
});
