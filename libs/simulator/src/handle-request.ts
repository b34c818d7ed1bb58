import type { IncomingMessage } from 'node:http';
import { contents, libraryPath } from './contents';
import { createFaultsControl } from './control/faults-control';
import { createPostsControl } from './control/posts-control';
import { BadControlError } from './http/bad-control-error';
import type { Fault } from './faults/fault';
import { replaceResponse } from './faults/replace-response';
import { spoilRecords } from './faults/spoil-records';
import { jsonHeaders, problemResponse, type SimulatedResponse, type EndpointCall } from './http/simulated-response';
import { parseJsonObject, readText } from './http/read-json';
import { sendResponse, type SimulatedExchange } from './faults/send-response';
import type { SimulatedWorld } from './world';

type Control = (request: IncomingMessage, url: URL) => Promise<SimulatedResponse>;

const cleanPath = (path: string): string => path.replace(/\/+$/, '') || '/';

const isBelow = (path: string, root: string): boolean => path === root || path.startsWith(`${root}/`);

/** The address of a request, and the root of the API that it belongs to. */
interface EndpointAddress {
  root: string;
  url: URL;
}

const callOf = ({ root, url }: EndpointAddress, { method = '', headers }: IncomingMessage, body: string): EndpointCall => {
  const texts = Object.entries(headers).map(([name, value]) => [name, String(Array.isArray(value) ? value[0] : value)]);
  const rest = cleanPath(url.pathname).slice(root.length);
  return { url, rest, method, headers: Object.fromEntries(texts) as Record<string, string>, body, json: () => parseJsonObject(body) };
};

const callEndpoint = (
  world: SimulatedWorld,
  call: EndpointCall,
  { root, fault }: { root: string; fault: Fault | undefined },
): SimulatedResponse => {
  const replaced = fault && replaceResponse(fault, call.url, world.now());
  if (replaced) return replaced;
  if (fault?.kind === 'endless') call.endless = fault.mode ?? 'new';
  const own = world.endpoints[root]?.(call) ?? problemResponse(404, 'not found');
  return fault ? spoilRecords(fault, own) : own;
};

const serveCall = async (world: SimulatedWorld, address: EndpointAddress, exchange: SimulatedExchange): Promise<void> => {
  const { root, url } = address;
  const { request, response } = exchange;
  const isAllowed = request.method === 'GET' || request.method === 'HEAD' || (request.method === 'POST' && root === libraryPath);
  if (!isAllowed) return sendResponse(problemResponse(405, 'the simulated APIs are read-only'), exchange);
  const call = callOf(address, request, await readText(request));
  const fault = world.faults.take(cleanPath(url.pathname), url.searchParams);
  response.once('close', () => {
    const entry = { method: request.method ?? '', url: url.pathname + url.search, status: response.statusCode };
    world.requests.add(fault ? { ...entry, fault: fault.kind } : entry);
  });
  await sendResponse(callEndpoint(world, call, { root, fault }), { ...exchange, fault });
};

const callControl = async (
  { requests }: SimulatedWorld,
  controls: Record<string, Control>,
  { request, url }: { request: IncomingMessage; url: URL },
): Promise<SimulatedResponse> => {
  const path = cleanPath(url.pathname);
  const control = Object.entries(controls).find(([root]) => isBelow(path, root))?.[1];
  if (control) return control(request, url);
  const body = path === '/' ? contents : path === '/_requests' ? { requests: requests.list() } : undefined;
  if (!body) return problemResponse(404, `there is no ${path}: GET / lists the endpoints`);
  return { status: 200, headers: { ...jsonHeaders }, body, pretty: true };
};

const errorResponse = (error: unknown): SimulatedResponse => {
  if (error instanceof BadControlError) return problemResponse(400, error.message);
  throw error;
};

/** Returns the listener of requests to the simulated APIs and to the control endpoints. */
export const createRequestHandler = (world: SimulatedWorld, origin: () => string) => {
  const controls: Record<string, Control> = { '/_faults': createFaultsControl(world.faults), '/_posts': createPostsControl(world.posts) };
  return async (exchange: SimulatedExchange): Promise<void> => {
    const { request } = exchange;
    const url = URL.parse(request.url ?? '/', `http://${request.headers.host ?? ''}`) ?? new URL(origin());
    const root = Object.keys(world.endpoints).find((each) => isBelow(cleanPath(url.pathname), each));
    const serving =
      root === undefined
        ? undefined
        : serveCall(world, { root, url }, exchange).catch((error: unknown) => sendResponse(errorResponse(error), exchange));
    await (serving ?? sendResponse(await callControl(world, controls, { request, url }).catch(errorResponse), exchange));
  };
};
