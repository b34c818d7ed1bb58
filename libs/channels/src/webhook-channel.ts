import { createHmac } from 'node:crypto';
import type { AlertMessage } from '@twl/contracts';
import type { Clock, HttpClient, SecretStore } from '@twl/ports';
import { ChannelError } from './channel-error';
import { FilteredChannel, type SettingsOf } from './filtered-channel';
import { postJson } from './post-json';

/** Posts messages as Standard Webhooks (https://www.standardwebhooks.com), signed if there is a secret. */
export class WebhookChannel extends FilteredChannel<'webhook'> {
  constructor(
    name: string,
    settings: SettingsOf<'webhook'>,
    private readonly dependencies: { http: HttpClient; secrets: SecretStore; clock: Clock },
  ) {
    super(name, settings);
  }

  async send(id: string, message: AlertMessage): Promise<void> {
    const { secrets, clock } = this.dependencies;
    const body = JSON.stringify(message);
    const timestamp = String(Math.floor(clock.now() / 1000));
    const headers: Record<string, string> = { 'webhook-id': id, 'webhook-timestamp': timestamp };
    const { secret } = this.settings;
    if (secret !== undefined) headers['webhook-signature'] = sign(await secrets.get(secret), `${id}.${timestamp}.${body}`);
    await postJson(this.dependencies, this.settings, { body, headers });
  }
}

/** Returns the signature of a text: HMAC-SHA256 with the key that follows `whsec_` in base64. */
const sign = (secret: string, text: string): string => {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  if (key.length < 24) throw new ChannelError('the secret of a webhook must be whsec_ and at least 24 bytes in base64');
  return `v1,${createHmac('sha256', key).update(text).digest('base64')}`;
};
