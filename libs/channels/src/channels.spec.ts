import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { alertSettingsSchema } from '@twl/contracts';
import { HttpClient, SecretMissingError, SecretStore, type AlertChannel, type HttpRequest, type HttpResponse, payloadOf } from '@twl/ports';
import { ManualClock } from '@twl/ports/testing';
import { Webhook } from 'standardwebhooks';
import { createChannels } from './create-channels';
import { exampleMessage as message } from './message.factory';

const key = `whsec_${Buffer.from('a key of twenty-four bytes').toString('base64')}`;

class FakeSecrets extends SecretStore {
  async get(name: string): Promise<string> {
    if (name === 'HOOK_KEY') return key;
    if (name === 'CHAT_URL') return 'https://chat.example/services/T0/B0/secret';
    throw new SecretMissingError(name);
  }
}

/** Keeps requests, and answers with a status. */
class FakeHttp extends HttpClient {
  readonly requests: HttpRequest[] = [];
  status = 200;

  async send(request: HttpRequest): Promise<HttpResponse> {
    this.requests.push(request);
    return { status: this.status, headers: {}, url: request.url, body: payloadOf('ok') };
  }
}

const http = new FakeHttp();
const clock = new ManualClock({ start: new Date().toISOString() });

const channelOf = (settings: object): AlertChannel => {
  const channels = createChannels(alertSettingsSchema.parse({ channels: { ops: settings } }), { http, secrets: new FakeSecrets(), clock });
  expect(channels).toHaveLength(1);
  return channels[0]!;
};

beforeEach(() => {
  http.requests.length = 0;
  http.status = 200;
});

describe('a webhook', () => {
  const settings = { type: 'webhook', url: 'https://hooks.example/twl?a=b', secret: 'HOOK_KEY' };

  it('is signed as the reference of Standard Webhooks verifies it', async () => {
    await channelOf(settings).send('failing:shop:3', message);
    const [request] = http.requests;
    expect(request).toMatchObject({
      ...{ method: 'POST', url: 'https://hooks.example/twl?a=b' },
      policy: { allowedHosts: ['hooks.example'], allowPrivateAddresses: false, allowHttp: false },
    });
    const body = String(request?.body);
    expect(new Webhook(key).verify(body, request?.headers ?? {})).toEqual(message);
    expect(request?.headers).toMatchObject({ 'webhook-id': 'failing:shop:3', 'content-type': 'application/json' });
    expect(() => new Webhook(key).verify(body.replace('shop', 'chop'), request?.headers ?? {})).toThrow();
  });

  it('has the same id in every attempt', async () => {
    await channelOf(settings).send('failing:shop:3', message);
    await clock.advance(60_000);
    await channelOf(settings).send('failing:shop:3', message);
    expect(new Set(http.requests.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(new Set(http.requests.map(({ headers }) => headers['webhook-timestamp'])).size).toBe(2);
  });

  it.each([301, 400, 404, 500])('was not taken with status %i, and the error shows no path', async (status) => {
    http.status = status;
    await expect(channelOf(settings).send('1', message)).rejects.toThrow(new RegExp(`^POST hooks\\.example: HTTP ${status}$`));
  });

  it('is not sent without its secret', async () => {
    await expect(channelOf({ ...settings, secret: 'NO_KEY' }).send('1', message)).rejects.toThrow('NO_KEY');
    expect(http.requests).toEqual([]);
  });
});

describe('Slack', () => {
  it('gets text and blocks, with its signs escaped, at an address that is a secret', async () => {
    await channelOf({ type: 'slack', url: { secret: 'CHAT_URL' } }).send('1', message);
    const body = JSON.parse(String(http.requests[0]?.body)) as { text: string; blocks: { text: { text: string } }[] };
    expect(body.text).toBe('[TWL] Firing: failing shop: the last 3 runs of orders failed Bcc: everybody@example.com');
    expect(body.blocks[0]?.text.text).toContain('Likely cause: the source itself fails &lt;now&gt; &amp; then');
    expect(body.blocks[0]?.text.text).toContain('- run the source now: twl run shop https://twl.example/');
    expect(http.requests[0]?.url).toBe('https://chat.example/services/T0/B0/secret');
  });
});

describe('a command', () => {
  const running = (script: string, ...args: string[]) => channelOf({ type: 'command', command: [process.execPath, '-e', script, ...args] });

  it('gets the message on its standard input and its arguments as they are, without a shell', async () => {
    const check = `
      let text = '';
      process.stdin.on('data', (chunk) => (text += chunk)).on('end', () => {
        const { data } = JSON.parse(text);
        process.exit(data.id === 'failing:shop' && process.argv[1] === '$(id) ; "x"' && process.env.TWL_ALERT_ID === '7' ? 0 : 3);
      });`;
    await running(check, '$(id) ; "x"').send('7', message);
  });

  it('need not read its input, and gets no secrets of the environment', async () => {
    process.env['TWL_SECRET_HOOK'] = 'hidden';
    await running('process.exit(process.env.TWL_SECRET_HOOK ? 4 : 0)').send('7', message);
    delete process.env['TWL_SECRET_HOOK'];
  });

  it('fails with what it says', async () => {
    await expect(running('console.error("no route"); process.exit(3)').send('7', message)).rejects.toThrow('ended with 3: no route');
    await expect(channelOf({ type: 'command', command: ['/nowhere/at/all'] }).send('7', message)).rejects.toThrow('cannot be started');
  });
});

describe('SNS', () => {
  let server: Server;
  const bodies: string[] = [];
  const readAll = async (request: IncomingMessage): Promise<string> => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    return text;
  };
  beforeAll(async () => {
    server = createServer((request, response) => {
      void readAll(request).then((text) => {
        bodies.push(text);
        response.setHeader('content-type', 'text/xml');
        response.end('<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('gets text for people and JSON for programs, with a subject of plain characters', async () => {
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const settings = alertSettingsSchema.parse({
      channels: { topic: { type: 'sns', topic: 'arn:aws:sns:eu-central-1:123456789012:alerts' } },
    });
    const sns = { endpoint, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
    const [channel] = createChannels(settings, { http, secrets: new FakeSecrets(), clock, sns });
    await channel?.send('1', message);
    const sent = new URLSearchParams(bodies[0]);
    expect(sent.get('TopicArn')).toBe('arn:aws:sns:eu-central-1:123456789012:alerts');
    expect(sent.get('Subject')).toMatch(/^[\x20-\x7e]{1,100}$/);
    const parts = JSON.parse(sent.get('Message') ?? '') as { default: string; email: string };
    expect(JSON.parse(parts.default)).toEqual(message);
    expect(parts.email).toContain('Likely cause: the source itself fails');
  });
});

describe('settings of channels', () => {
  const refused = (channels: object) => alertSettingsSchema.safeParse({ channels }).success;

  it('take alerts of the rules and sources that they name, and of no source', () => {
    const channel = channelOf({ type: 'slack', url: 'https://chat.example', rules: ['late', 'disk-space'], sources: ['shop'] });
    expect(channel.accepts({ rule: 'late', source: 'shop' })).toBe(true);
    expect(channel.accepts({ rule: 'late', source: 'blog' })).toBe(false);
    expect(channel.accepts({ rule: 'failing', source: 'shop' })).toBe(false);
    expect(channel.accepts({ rule: 'disk-space', source: null })).toBe(true);
  });

  it.each([
    { 'Not A Name': { type: 'slack', url: 'https://chat.example' } },
    { a: { type: 'pigeon' } },
    { a: { type: 'webhook', url: 'ftp://hooks.example' } },
    { a: { type: 'command', command: [] } },
    { a: { type: 'command', command: 'rm -rf /' } },
    { a: { type: 'email', host: 'smtp.example', from: 'nobody', to: ['a@b.example'] } },
    { a: { type: 'sns', topic: 'alerts' } },
    { a: { type: 'webhook', url: 'https://hooks.example', secret: 'whsec_inline' } },
  ])('refuse %j', (channels) => {
    expect(refused(channels)).toBe(false);
  });
});
