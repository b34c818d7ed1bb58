import type { AlertMessage } from '@twl/contracts';
import type { HttpClient, SecretStore } from '@twl/ports';
import { FilteredChannel, type SettingsOf } from './filtered-channel';
import { subjectOf, textOf } from './message-text';
import { postJson } from './post-json';

/** Characters that mean something in the text of a message, as Slack wants them escaped. */
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Longest text of a message, in characters. */
const textLimit = 3000;

/** Posts messages as Slack takes them, and programs that are compatible with it. */
export class SlackChannel extends FilteredChannel<'slack'> {
  constructor(
    name: string,
    settings: SettingsOf<'slack'>,
    private readonly dependencies: { http: HttpClient; secrets: SecretStore },
  ) {
    super(name, settings);
  }

  async send(_id: string, message: AlertMessage): Promise<void> {
    const text = escaped(textOf(message)).slice(0, textLimit);
    const blocks = [{ type: 'section', text: { type: 'mrkdwn', text } }];
    await postJson(this.dependencies, this.settings, { body: JSON.stringify({ text: escaped(subjectOf(message)), blocks }) });
  }
}
