import type { IncomingMessage } from 'node:http';
import { contents, libraryPath } from './contents';
import { faultsControl } from './control/faults-control';
import { postsControl } from './control/posts-control';
import { BadControlError } from './http/bad-control-error';
import type { Fault } from './faults/fault';
import { replaceAnswer } from './faults/replace-answer';
import { spoilRecords } from './faults/spoil-records';
import { jsonHeaders, problem, type SimulatedAnswer, type Call } from './http/answer';
import { jsonIn, readText } from './http/read-json';
import { sendAnswer, type SimulatedExchange } from './faults/send-answer';
import type { SimulatedWorld } from './world';

type Control = (request: IncomingMessage, url: URL) => Promise<SimulatedAnswer>;

const clean = (path: string): string => path.replace(/\/+$/, '') || '/';

const below = (path: string, root: string): boolean => path === root || path.startsWith(`${root}/`);

const callOf = (root: string, url: URL, { method = '', headers }: IncomingMessage, body: string): Call => {
  const texts = Object.entries(headers).map(([name, value]) => [name, String(Array.isArray(value) ? value[0] : value)]);
  const rest = clean(url.pathname).slice(root.length);
  return { url, rest, method, headers: Object.fromEntries(texts) as Record<string, string>, body, json: () => jsonIn(body) };
};

const answerCall = (world: SimulatedWorld, root: string, call: Call, fault: Fault | undefined): SimulatedAnswer => {
  const replaced = fault && replaceAnswer(fault, call.url, world.now());
  if (replaced) return replaced;
  if (fault?.kind === 'endless') call.endless = fault.mode ?? 'new';
  const own = world.endpoints[root]?.(call) ?? problem(404, 'not found');
  return fault ? spoilRecords(fault, own) : own;
};

const serveCall = async (world: SimulatedWorld, root: string, url: URL, exchange: SimulatedExchange): Promise<void> => {
  const { request, response } = exchange;
  const isAsked = request.method === 'GET' || request.method === 'HEAD' || (request.method === 'POST' && root === libraryPath);
  if (!isAsked) return sendAnswer(problem(405, 'the simulated APIs are read-only'), exchange);
  const call = callOf(root, url, request, await readText(request));
  const fault = world.faults.take(clean(url.pathname), url.searchParams);
  response.once('close', () => {
    const entry = { method: request.method ?? '', url: url.pathname + url.search, status: response.statusCode };
    world.requests.add(fault ? { ...entry, fault: fault.kind } : entry);
  });
  await sendAnswer(answerCall(world, root, call, fault), { ...exchange, fault });
};

const answerControl = async (
  world: SimulatedWorld,
  controls: Record<string, Control>,
  request: IncomingMessage,
  url: URL,
): Promise<SimulatedAnswer> => {
  const path = clean(url.pathname);
  const control = Object.entries(controls).find(([root]) => below(path, root))?.[1];
  if (control) return control(request, url);
  const body = path === '/' ? contents : path === '/_requests' ? { requests: world.requests.list() } : undefined;
  if (!body) return problem(404, `there is no ${path}: GET / lists the endpoints`);
  return { status: 200, headers: { ...jsonHeaders }, body, pretty: true };
};

const refusal = (error: unknown): SimulatedAnswer => {
  if (error instanceof BadControlError) return problem(400, error.message);
  throw error;
};

/** Returns the listener of requests to the simulated APIs and to the control endpoints. */
export const requestHandler = (world: SimulatedWorld, origin: () => string) => {
  const controls: Record<string, Control> = { '/_faults': faultsControl(world.faults), '/_posts': postsControl(world.posts) };
  return async (exchange: SimulatedExchange): Promise<void> => {
    const { request } = exchange;
    const url = URL.parse(request.url ?? '/', `http://${request.headers.host ?? ''}`) ?? new URL(origin());
    const root = Object.keys(world.endpoints).find((each) => below(clean(url.pathname), each));
    const serving =
      root === undefined
        ? undefined
        : serveCall(world, root, url, exchange).catch((error: unknown) => sendAnswer(refusal(error), exchange));
    await (serving ?? sendAnswer(await answerControl(world, controls, request, url).catch(refusal), exchange));
  };
};
