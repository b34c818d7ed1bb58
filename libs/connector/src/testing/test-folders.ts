import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';

/** Source folders of one test that exist until `remove`. */
export class TestFolders {
  private readonly made: string[] = [];

  /** A folder `sources/demo` with these files; texts are written as they are, all else as YAML. */
  create(files: Record<string, unknown>): string {
    const root = mkdtempSync(join(tmpdir(), 'twl-kept-'));
    this.made.push(root);
    const folder = join(root, 'sources', 'demo');
    for (const [name, content] of Object.entries({ 'source.yaml': {}, ...files })) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), typeof content === 'string' ? content : stringify(content));
    }
    return folder;
  }

  remove(): void {
    for (const root of this.made.splice(0)) rmSync(root, { recursive: true, force: true });
  }
}
