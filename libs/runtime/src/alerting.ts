import { createChannels, type ChannelDependencies } from '@twl/channels';
import type { AlertSettings } from '@twl/contracts';
import { readAlertSettings, type AwsConfig, type Config } from '@twl/platform/without-nest';
import type { AlertChannel } from '@twl/ports';

/** Settings of alerts, and their channels. */
export interface Alerting {
  settings: AlertSettings;
  /** Address of the dashboard, for links. */
  url: string;
  /** Creates the channels. Only a process that calls sources has the secrets of channels. */
  openChannels(): AlertChannel[];
}

/** Reads the settings of alerts. @throws ConfigError */
export const openAlerting = async (config: Config, dependencies: () => ChannelDependencies): Promise<Alerting> => {
  const settings = await readAlertSettings(config);
  return {
    settings,
    url: settings.url ?? `http://localhost:${config.port}`,
    openChannels: () => createChannels(settings, { ...dependencies(), ...(config.aws && { sns: snsAccess(config.aws) }) }),
  };
};

const snsAccess = ({ credentials, endpoint, endpoints }: AwsConfig): ChannelDependencies['sns'] => ({
  ...(credentials && { credentials }),
  ...((endpoints.sns ?? endpoint) && { endpoint: endpoints.sns ?? endpoint }),
});
