import { join } from 'node:path';
import { brokenImportRules, crowdedFolders, sourceFiles } from './product-code';

const root = join(__dirname, '../../..');

describe('rooms', () => {
  it('have no circle of imports between folders, and none between files but inside of one folder', () => {
    const { modules, broken } = brokenImportRules(root);
    expect(broken).toEqual([]);
    expect(modules).toBeGreaterThan(1000);
  }, 120_000);

  it('have at most 15 source files', () => {
    expect(crowdedFolders(sourceFiles(root, ['libs', 'apps', 'tools']))).toEqual([]);
  });
});
