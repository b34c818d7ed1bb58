import type { AlertMessage } from '@twl/contracts';
import { errorText } from '@twl/json';
import type { SecretStore } from '@twl/ports';
import { ChannelError } from './channel-error';
import { FilteredChannel, type SettingsOf } from './filtered-channel';
import { subjectOf, textOf } from './message-text';

const [connectMs, idleMs] = [10_000, 30_000];

/** Sends messages as e-mail over SMTP. */
export class EmailChannel extends FilteredChannel<'email'> {
  constructor(
    name: string,
    settings: SettingsOf<'email'>,
    private readonly dependencies: { secrets: SecretStore },
  ) {
    super(name, settings);
  }

  async send(id: string, message: AlertMessage): Promise<void> {
    const { from, to, host } = this.settings;
    const { createTransport } = await import('nodemailer');
    const transport = createTransport(await this.options());
    try {
      await transport.sendMail({
        ...{ from, to, subject: subjectOf(message), text: textOf(message) },
        // The same for each attempt, so that a mail program shows a repetition once.
        messageId: `<${Buffer.from(id).toString('hex')}@twl.invalid>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
      });
    } catch (error) {
      throw new ChannelError(`SMTP ${host}: ${errorText(error)}`, { cause: error });
    } finally {
      transport.close();
    }
  }

  private async options() {
    const { host, port, tls, user, password } = this.settings;
    const pass = password && (await this.dependencies.secrets.get(password.secret));
    return {
      ...{ host, port, secure: tls === 'immediate', requireTLS: tls === 'required', ignoreTLS: tls === 'none' },
      ...{
        connectionTimeout: connectMs,
        greetingTimeout: connectMs,
        socketTimeout: idleMs,
        disableFileAccess: true,
        disableUrlAccess: true,
      },
      ...(user !== undefined && { auth: { user, pass: pass ?? '' } }),
    };
  }
}
