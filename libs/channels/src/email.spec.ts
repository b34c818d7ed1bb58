import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { alertSettingsSchema } from '@twl/contracts';
import { HttpClient, SecretStore, type AlertChannel } from '@twl/ports';
import { ManualClock } from '@twl/ports/testing';
import { createChannels } from './create-channels';
import { exampleMessage } from './message.factory';

/** A mail server that keeps what it is given; it knows no TLS. */
const mailServer = async (answerToData = '250 kept') => {
  const mails: string[] = [];
  const commands: string[] = [];
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    let data: string | undefined;
    socket.write('220 mail.example ESMTP\r\n');
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      if (data !== undefined) {
        data += chunk;
        if (!data.endsWith('\r\n.\r\n')) return;
        mails.push(data);
        data = undefined;
        return void socket.write(`${answerToData}\r\n`);
      }
      for (const line of chunk.split('\r\n').filter(Boolean)) {
        commands.push(line);
        if (/^EHLO/i.test(line)) socket.write('250-mail.example\r\n250 AUTH PLAIN\r\n');
        else if (/^DATA/i.test(line)) {
          data = '';
          socket.write('354 go on\r\n');
        } else socket.write(/^QUIT/i.test(line) ? '221 bye\r\n' : /^AUTH/i.test(line) ? '235 welcome\r\n' : '250 ok\r\n');
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
  return { mails, commands, port: (server.address() as AddressInfo).port, close };
};

class Passwords extends SecretStore {
  async get(name: string): Promise<string> {
    return `password of ${name}`;
  }
}

class NoHttp extends HttpClient {
  send(): Promise<never> {
    throw new Error('e-mail needs no HTTP');
  }
}

const channelTo = (port: number, given: object = {}): AlertChannel => {
  const settings = {
    type: 'email',
    host: '127.0.0.1',
    port,
    tls: 'none',
    from: 'TWL <twl@example.com>',
    to: ['ops@example.com'],
    ...given,
  };
  const dependencies = { http: new NoHttp(), secrets: new Passwords(), clock: new ManualClock() };
  return createChannels(alertSettingsSchema.parse({ channels: { mail: settings } }), dependencies)[0]!;
};

describe('e-mail', () => {
  let server: Awaited<ReturnType<typeof mailServer>>;
  afterEach(() => server.close());

  it('has the alert as text, and the same id for every attempt', async () => {
    server = await mailServer();
    for (let i = 0; i < 2; i++)
      await channelTo(server.port, { user: 'twl', password: { secret: 'SMTP' } }).send('failing:shop:3', exampleMessage);
    const [first = '', second = ''] = server.mails;
    expect(first).toMatch(/^Subject: \[TWL\] Firing: failing shop: the last 3 runs of orders failed/m);
    expect(first).toMatch(/^To: ops@example\.com/m);
    expect(first).toContain('Likely cause: the source itself fails');
    const idOf = (mail: string): string | undefined => /^Message-ID: (.*)$/im.exec(mail)?.[1];
    expect(idOf(first)).toMatch(/^<[0-9a-f]+@twl\.invalid>/);
    expect(idOf(second)).toBe(idOf(first));
    expect(server.commands).toContainEqual(`AUTH PLAIN ${Buffer.from('\0twl\0password of SMTP').toString('base64')}`);
  });

  it('cannot be given other headers by the text of an alert', async () => {
    server = await mailServer();
    await channelTo(server.port).send('1', exampleMessage);
    expect(server.mails[0]?.split('\r\n\r\n')[0]).not.toMatch(/^Bcc:/im);
    expect(server.commands.filter((line) => line.startsWith('RCPT'))).toEqual(['RCPT TO:<ops@example.com>']);
  });

  it('is not sent in clear where TLS is required, and says why it failed', async () => {
    server = await mailServer();
    await expect(channelTo(server.port, { tls: 'required' }).send('1', exampleMessage)).rejects.toThrow(/^SMTP 127\.0\.0\.1: /);
    expect(server.mails).toEqual([]);
  });

  it('was not taken where the server refuses it', async () => {
    server = await mailServer('552 too much mail');
    await expect(channelTo(server.port).send('1', exampleMessage)).rejects.toThrow('552 too much mail');
  });
});
