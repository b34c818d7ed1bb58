import type { Run } from '@twl/contracts';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { TempFolders } from './product/temp-folder';
import { twl } from './product/twl';

jest.setTimeout(120_000);

/** Ways to write addresses inside this machine or network, as a manifest or a config value could bring them in. */
const spellings = {
  plain: '127.0.0.1',
  other: '127.8.8.8',
  decimal: '2130706433',
  hex: '0x7f000001',
  octal: '0177.0.0.1',
  mixed: '0x7f.1',
  short: '127.1',
  zero: '0.0.0.0',
  name: 'localhost',
  six: '[::1]',
  mapped: '[::ffff:127.0.0.1]',
  mappedhex: '[::ffff:7f00:1]',
  nat64: '[64:ff9b::127.0.0.1]',
  unspecified: '[::]',
  wide: '\uff11\uff12\uff17.0.0.1',
  cloud: '169.254.169.254',
};

describe('a source that leads inside (fault 26)', () => {
  const folders = new TempFolders();
  const sourcesDir = folders.create();
  const env = { DATA_DIR: folders.create(), SOURCES_DIR: sourcesDir, SIMULATOR: 'off' };
  let server: Server;
  let visits = 0;

  beforeAll(async () => {
    server = createServer((_request, answer) => {
      visits += 1;
      answer.writeHead(200, { 'content-type': 'application/json' }).end('[{"id":1}]');
    });
    server.listen(0);
    await once(server, 'listening');
  });
  afterAll(async () => {
    server.close();
    await folders.remove();
  });

  const add = (name: string, settings: object): void => {
    const { port } = server.address() as AddressInfo;
    const streams = Object.entries(spellings).map(([stream, host]) => ({
      type: 'DeclarativeStream',
      name: stream,
      primary_key: 'id',
      retriever: {
        type: 'SimpleRetriever',
        requester: { type: 'HttpRequester', url_base: `http://${host}:${String(port)}`, path: '/' },
        record_selector: { type: 'RecordSelector', extractor: { type: 'DpathExtractor', field_path: [] } },
      },
    }));
    const manifest = { version: '6.0.0', type: 'DeclarativeSource', check: { type: 'CheckStream', stream_names: ['plain'] }, streams };
    mkdirSync(join(sourcesDir, name));
    writeFileSync(join(sourcesDir, name, 'manifest.yaml'), JSON.stringify(manifest));
    writeFileSync(join(sourcesDir, name, 'source.yaml'), JSON.stringify({ allowHttp: true, ...settings }));
  };

  const run = async (name: string, streams: string[] = []): Promise<Run[]> =>
    (JSON.parse((await twl(['run', name, '--json', ...streams.flatMap((stream) => ['-s', stream])], env)).stdout) as { runs: Run[] }).runs;

  it('is not followed, however the address is written and whatever hosts are declared', async () => {
    add('own-hosts', {});
    const hosts = Object.values(spellings).map((host) => new URL(`http://${host}`).hostname);
    add('declared-hosts', { allowedHosts: hosts });
    for (const name of ['own-hosts', 'declared-hosts']) {
      const runs = await run(name);
      expect(runs.map(({ stream, state }) => [stream, state])).toEqual(Object.keys(spellings).map((stream) => [stream, 'failed']));
      for (const { stream, reason } of runs) expect([stream, reason]).toEqual([stream, expect.stringMatching(/address|allowedHosts/)]);
    }
    expect(visits).toBe(0);
  });

  it('is followed to this machine where the user allows it, and never to what no source may see', async () => {
    const hosts = Object.values(spellings).map((host) => new URL(`http://${host}`).hostname);
    add('private', { allowedHosts: hosts, allowPrivateAddresses: true });
    const streams = ['plain', 'decimal', 'name', 'zero', 'unspecified', 'cloud'];
    const states = new Map((await run('private', streams)).map(({ stream, state }) => [stream, state]));
    expect([states.get('plain'), states.get('decimal'), states.get('name')]).toEqual(['succeeded', 'succeeded', 'succeeded']);
    for (const stream of ['zero', 'unspecified', 'cloud']) expect([stream, states.get(stream)]).toEqual([stream, 'failed']);
  });
});
