import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What an array is made of, bytes. */
export interface ArraySize {
  /** All of it, at least. */
  bytes: number;
  /** About one of its records. */
  recordBytes: number;
}

/** Written at a time, bytes. */
const partBytes = 64_000;

/** Sends one JSON array, made on the way. */
const send = async (answer: ServerResponse, { bytes, recordBytes }: ArraySize): Promise<void> => {
  const text = 'abcdefghij'.repeat(recordBytes / 10);
  const record = (id: number): string => `{"id":${id},"name":"item ${id}","at":"2026-01-01T00:00:00Z","text":"${text}"}`;
  const together = Math.ceil(partBytes / recordBytes);
  answer.writeHead(200, { 'content-type': 'application/json' });
  let [id, sent] = [0, 0];
  while (sent < bytes && !answer.destroyed) {
    const part = Array.from({ length: together }, () => record(id++)).join(',');
    const isFirst = sent === 0;
    sent += part.length;
    if (!answer.write(isFirst ? `[${part}` : `,${part}`)) await once(answer, 'drain');
  }
  answer.end(']');
};

/** Serves it, says on which port, and goes on until the process is ended. */
export const serveBigArray = async (size: ArraySize): Promise<void> => {
  const server = createServer((_request, answer) => void send(answer, size).catch(() => answer.destroy()));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
};
