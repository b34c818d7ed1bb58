import { errorText } from '@twl/json';
import type { HttpClient, HttpLimits, SecretStore } from '@twl/ports';
import { ChannelError } from './channel-error';

/** Where a channel posts to. */
export interface HttpTarget {
  url: string | { secret: string };
  allowPrivateAddresses: boolean;
  allowHttp: boolean;
}

const limits: HttpLimits = {
  connectMs: 10_000,
  firstByteMs: 20_000,
  idleMs: 10_000,
  totalMs: 30_000,
  maxBytes: 1024 * 1024,
  maxRatio: 100,
  maxRedirects: 3,
};

/**
 * Posts a body under the same address checks as requests to sources, also after a redirect. Errors do not show the path, which can be a secret.
 * @throws ChannelError unless the status is 2xx
 */
export const postJson = async (
  { http, secrets }: { http: HttpClient; secrets: SecretStore },
  { url: address, allowPrivateAddresses, allowHttp }: HttpTarget,
  { body, headers = {} }: { body: string; headers?: Record<string, string> },
): Promise<void> => {
  const url = typeof address === 'string' ? address : await secrets.get(address.secret);
  const host = URL.parse(url)?.host;
  if (!host) throw new ChannelError('the address of the channel is not a URL');
  const policy = { allowedHosts: [host], allowPrivateAddresses, allowHttp };
  const request = { method: 'POST', url, headers: { 'content-type': 'application/json', ...headers }, body, policy, limits };
  const response = await http.send(request).catch((error: unknown) => {
    throw new ChannelError(errorText(error).replace(' in source.yaml', ' in the settings of the channel'), { cause: error });
  });
  await response.body.dispose();
  if (response.status < 200 || response.status > 299) throw new ChannelError(`POST ${host}: HTTP ${response.status}`);
};
