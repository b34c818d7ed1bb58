import { join } from 'node:path';
import { crash, lost } from './crash/uncaught';
import { command, requireBuild, workspace } from './product/dist';
import { freePort } from './product/free-port';
import { TempFolders } from './product/temp-folder';

jest.setTimeout(120_000);

const next = 'then the process exits with code 1';

describe('an error that nobody caught', () => {
  const folders = new TempFolders();
  beforeAll(requireBuild);
  afterAll(() => folders.remove());

  const settings = async () => ({
    ...{ DATA_DIR: folders.create(), SOURCES_DIR: folders.create(), LOG_LEVEL: 'info', SIMULATOR: 'off' },
    ...{ PORT: String(await freePort()), SIMULATOR_PORT: '0' },
  });

  it.each([
    ['twl up', [command, 'up'], 'up.ready'],
    ['the API', [join(workspace, 'dist/apps/api/main.cjs')], 'api.ready'],
    ['ingestion', [join(workspace, 'dist/apps/ingestion/main.cjs')], 'ingestion.ready'],
    ['processing', [join(workspace, 'dist/apps/processing/main.cjs')], 'processing.ready'],
  ])('ends %s with 1 when it has closed, and its log says what it was and what comes next', async (_, args, printed) => {
    const { code, output } = await crash({ args, env: await settings(), folder: folders.create(), when: { printed } });
    const lines = output.split('\n').filter((line) => line.includes('"process.crashed"'));
    expect([code, lines.length]).toEqual([1, 1]);
    const said = JSON.parse(lines[0]!) as { next: string; error: { message: string; stack: string } };
    expect(said.next).toBe(`current work is finished, ${next}`);
    expect(said.error.message).toBe(lost);
    expect(said.error.stack).toContain('rejecting.cjs');
  });

  it.each([['export'], ['audit'], ['run', 'nobody']])('ends a command with 1 and says it on standard error: twl %s', async (...args) => {
    const { code, output } = await crash({ args: [command, ...args], env: await settings(), folder: folders.create(), when: 'start' });
    expect(code).toBe(1);
    expect(output).toContain('uncaught error; the process exits with code 1');
    expect(output).toMatch(new RegExp(`Error: ${lost}\n\\s+at .*rejecting.cjs`));
  });

  it('says it of a server that has not read its settings yet', async () => {
    const args = [join(workspace, 'dist/apps/api/main.cjs')];
    const { code, output } = await crash({ args, env: await settings(), folder: folders.create(), when: 'start' });
    expect([code, output.includes(lost)]).toEqual([1, true]);
  });
});
