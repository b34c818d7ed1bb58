import type { AlertSettings, ChannelSettings } from '@twl/contracts';
import type { AlertChannel, Clock, HttpClient, SecretStore } from '@twl/ports';
import { CommandChannel } from './command-channel';
import { EmailChannel } from './email-channel';
import { SlackChannel } from './slack-channel';
import { SnsChannel, type SnsAccess } from './sns-channel';
import { WebhookChannel } from './webhook-channel';

/** What channels need to deliver messages. */
export interface ChannelDependencies {
  http: HttpClient;
  secrets: SecretStore;
  clock: Clock;
  /** Access to AWS; default what the SDK finds. */
  sns?: SnsAccess;
}

/** Creates the channels of the settings. None of them connects before its first message. */
export const createChannels = ({ channels }: AlertSettings, dependencies: ChannelDependencies): AlertChannel[] =>
  Object.entries(channels).map(([name, settings]) => createChannel(name, settings, dependencies));

const createChannel = (name: string, settings: ChannelSettings, dependencies: ChannelDependencies): AlertChannel => {
  switch (settings.type) {
    case 'webhook':
      return new WebhookChannel(name, settings, dependencies);
    case 'slack':
      return new SlackChannel(name, settings, dependencies);
    case 'email':
      return new EmailChannel(name, settings, dependencies);
    case 'command':
      return new CommandChannel(name, settings);
    case 'sns':
      return new SnsChannel(name, settings, dependencies.sns);
  }
};
