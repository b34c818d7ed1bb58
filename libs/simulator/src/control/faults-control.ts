import type { IncomingMessage } from 'node:http';
import { BadControlError } from '../http/bad-control-error';
import type { FaultSetting } from '../faults/fault';
import { faultKinds, scopeParameters } from '../faults/fault-kinds';
import type { FaultTable } from '../faults/fault-table';
import { jsonHeaders, problemResponse, type SimulatedResponse } from '../http/simulated-response';
import { readJson } from '../http/read-json';

const kinds = Object.fromEntries(Object.entries(faultKinds).map(([kind, parameters]) => [kind, Object.keys(parameters)]));

const jsonResponse = (status: number, body: unknown): SimulatedResponse => ({ status, headers: { ...jsonHeaders }, body });

/** Handles `/_faults`: lists the active faults, activates one (`{ endpoint, kind, ... }`), deactivates one (`?endpoint=`) or all. */
export const createFaultsControl =
  (faults: FaultTable) =>
  async (request: IncomingMessage, url: URL): Promise<SimulatedResponse> => {
    if (request.method === 'GET') return jsonResponse(200, { faults: faults.list(), kinds, everyKind: Object.keys(scopeParameters) });
    if (request.method === 'POST') {
      const { endpoint, ...fault } = await readJson(request);
      if (typeof endpoint !== 'string') throw new BadControlError('endpoint must be a path: { "endpoint": "/jsonplaceholder/posts", ... }');
      // The table checks every parameter.
      return jsonResponse(201, faults.set(endpoint, fault as unknown as FaultSetting));
    }
    if (request.method !== 'DELETE') return problemResponse(405, '/_faults takes GET, POST and DELETE');
    faults.clear(url.searchParams.get('endpoint') ?? undefined);
    return jsonResponse(200, { faults: faults.list() });
  };
