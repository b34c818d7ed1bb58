import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalExport } from '@twl/pipeline';
import { createResources, openAwsEngine } from '@twl/storage-aws';
import { emulatedAccess, ownNames } from '@twl/storage-aws/testing';
import type { Load } from '../processing/records';
import { openWorkspace, type Workspace } from '../processing/workspace';
import { runLoad } from './run-load';

const loads: Load[] = [
  { records: 300, pageSize: 70, revision: 0, changedPercent: 0 },
  { records: 330, pageSize: 70, revision: 1, changedPercent: 10 },
  { records: 330, pageSize: 70, revision: 1, changedPercent: 10 },
  { records: 310, pageSize: 50, revision: 2, changedPercent: 3 },
];

const exportOf = async ({ engine }: Workspace): Promise<string> => {
  let text = '';
  for await (const line of canonicalExport(engine.reader, {})) text += line;
  return text;
};

const historyOf = async ({ engine }: Workspace, id: string) => engine.reader.versions(id);

describe('the engine on AWS', () => {
  const names = ownNames();
  const folder = mkdtempSync(join(tmpdir(), 'twl-same-'));
  let workspaces: Workspace[];

  beforeAll(async () => {
    const access = emulatedAccess();
    await createResources({ access, ...names });
    const onAws = await openWorkspace(`${folder}/aws`, (clock) => openAwsEngine({ access, clock, ...names }));
    workspaces = [await openWorkspace(`${folder}/local`), onAws];
  });

  afterAll(async () => {
    for (const { engine } of workspaces) await engine.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('exports the same bytes as the embedded one, after the same runs', async () => {
    const texts: string[] = [];
    for (const workspace of workspaces) {
      for (const [n, load] of loads.entries())
        await runLoad(workspace, load, { id: `run-${n}`, now: () => `2026-01-${10 + n}T10:00:00.000Z` });
      texts.push(await exportOf(workspace));
    }
    expect(texts[0]?.split('\n')).toHaveLength(331);
    expect(texts[1] === texts[0]).toBe(true);
  });

  it('has the same history of every record', async () => {
    const [local, onAws] = workspaces as [Workspace, Workspace];
    let looked = 0;
    for await (const { id: record } of local.engine.reader.export({})) {
      if (looked++ % 20 > 0) continue;
      expect(await historyOf(onAws, record)).toEqual(await historyOf(local, record));
    }
    expect(looked).toBe(330);
  });

  it('counts the same', async () => {
    const [local, onAws] = workspaces as [Workspace, Workspace];
    expect(await onAws.engine.reader.tally()).toEqual(await local.engine.reader.tally());
    for (const [n] of loads.entries())
      expect((await onAws.engine.runs.get(`run-${n}`))?.counts).toEqual((await local.engine.runs.get(`run-${n}`))?.counts);
  });
});
