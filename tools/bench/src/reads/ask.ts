import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';

const agent = new Agent({ keepAlive: true });

/** Sends a request and gives its answer's status and text. */
export const ask = (url: string, body?: object, signal?: AbortSignal): Promise<{ status: number; text: string }> =>
  new Promise((resolve, reject) => {
    const sent = body && JSON.stringify(body);
    const options = { agent, method: sent ? 'POST' : 'GET', headers: sent ? { 'content-type': 'application/json' } : {}, signal };
    const asked = request(url, options, (answer) => {
      text(answer).then((read) => resolve({ status: answer.statusCode!, text: read }), reject);
    });
    asked.on('error', reject);
    asked.end(sent);
  });
