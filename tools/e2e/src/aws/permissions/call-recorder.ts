import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { readCall, type AwsCall, type ResourceNames } from './aws-call';
import { endServer, listenOnLoopback } from '../../product/loopback';

/** Where the emulators answer. */
interface Emulators {
  dynamo: string;
  /** Every other service. */
  others: string;
}

const textOf = async (stream: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
};

/** Stands between one app and the emulators, passes everything on, and notes each call with what it needs. */
export class CallRecorder {
  readonly calls: AwsCall[] = [];
  private readonly refusals: { operation: string; status: number; on: string }[] = [];
  private readonly server = createServer((asked, answer) => {
    this.pass(asked, answer).catch(() => answer.destroy());
  });

  constructor(
    private readonly to: Emulators,
    private readonly places: ResourceNames,
  ) {}

  /** Listens on loopback. Returns where. */
  start(): Promise<string> {
    return listenOnLoopback(this.server);
  }

  /** The next such call is answered with this status, and not passed on; `on` is a part of its path. */
  refuseNext(operation: string, status: number, on = ''): void {
    this.refusals.push({ operation, status, on });
  }

  close(): void {
    endServer(this.server);
  }

  private async pass(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const { method = '', url: path = '', headers } = asked;
    const target = String(headers['x-amz-target'] ?? '');
    // What has no target is S3, whose bodies are large and say nothing of who may do what.
    const body = target === '' ? '' : await textOf(asked);
    const note = (status: number): AwsCall => readCall({ method, path, target, body, status }, this.places);
    const refused = this.refusals.findIndex(({ operation, on }) => operation === note(0).operation && path.includes(on));
    if (refused >= 0) {
      const [{ status } = { status: 500 }] = this.refusals.splice(refused, 1);
      this.calls.push(note(status));
      asked.resume().on('end', () => answer.writeHead(status).end());
      return;
    }
    const { hostname, port } = new URL(target.startsWith('DynamoDB_') ? this.to.dynamo : this.to.others);
    const passed = request({ hostname, port, method, path, headers }, (answered) => {
      this.calls.push(note(answered.statusCode ?? 0));
      answer.writeHead(answered.statusCode ?? 502, answered.headers);
      answered.pipe(answer);
    });
    passed.on('error', () => answer.destroy());
    // Who was waiting for a message may be no more.
    answer.on('close', () => passed.destroy());
    if (target === '') asked.pipe(passed);
    else passed.end(body);
  }
}
