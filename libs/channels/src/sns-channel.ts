import type { AlertMessage } from '@twl/contracts';
import { errorText } from '@twl/json';
import { ChannelError } from './channel-error';
import { FilteredChannel, type SettingsOf } from './filtered-channel';
import { subjectOf, textOf } from './message-text';

/** Access to AWS. The SDK finds what is left out. */
export interface SnsAccess {
  credentials?: { accessKeyId: string; secretAccessKey: string };
  /** Endpoint of an emulator. */
  endpoint?: string;
}

/** Longest subject that SNS takes. */
const subjectLimit = 100;

/** Publishes messages on a topic of SNS: as text for e-mail, as JSON for other subscribers. */
export class SnsChannel extends FilteredChannel<'sns'> {
  constructor(
    name: string,
    settings: SettingsOf<'sns'>,
    private readonly access: SnsAccess = {},
  ) {
    super(name, settings);
  }

  async send(_id: string, message: AlertMessage): Promise<void> {
    const { PublishCommand, SNSClient } = await import('@aws-sdk/client-sns');
    const [, , , region = ''] = this.settings.topic.split(':');
    const client = new SNSClient({ region, ...this.access });
    const body = JSON.stringify(message);
    try {
      await client.send(
        new PublishCommand({
          TopicArn: this.settings.topic,
          Subject: subjectOf(message)
            .replace(/[^\x20-\x7e]/g, '?')
            .slice(0, subjectLimit),
          Message: JSON.stringify({ default: body, email: textOf(message), sqs: body, lambda: body, https: body }),
          MessageStructure: 'json',
        }),
      );
    } catch (error) {
      throw new ChannelError(`SNS: ${errorText(error)}`, { cause: error });
    } finally {
      client.destroy();
    }
  }
}
