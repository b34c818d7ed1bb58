import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const text = 'abcdefghij'.repeat(90);
const record = (id: number): string => `{"id":${id},"name":"item ${id}","at":"2026-01-01T00:00:00Z","text":"${text}"}`;

/** Sends one JSON array of at least so many bytes, made on the way. */
const send = async (answer: ServerResponse, bytes: number): Promise<void> => {
  answer.writeHead(200, { 'content-type': 'application/json' });
  let [id, sent] = [0, 0];
  while (sent < bytes && !answer.destroyed) {
    const part = Array.from({ length: 64 }, () => record(id++)).join(',');
    sent += part.length;
    if (!answer.write(id === 64 ? `[${part}` : `,${part}`)) await once(answer, 'drain');
  }
  answer.end(']');
};

/** Serves it, says on which port, and goes on until the process is ended. */
export const serveBigArray = async (bytes: number): Promise<void> => {
  const server = createServer((_request, answer) => void send(answer, bytes).catch(() => answer.destroy()));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
};
