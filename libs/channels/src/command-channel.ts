import { spawn } from 'node:child_process';
import type { AlertMessage } from '@twl/contracts';
import { ChannelError } from './channel-error';
import { FilteredChannel } from './filtered-channel';

/** How long a command may take, ms, and characters of its errors that are kept. */
const [timeoutMs, errorLimit] = [30_000, 500];

/** Environment variables that a command gets: none of them is a secret. */
const passedOn = ['PATH', 'HOME', 'LANG', 'TMPDIR', 'SystemRoot'];

/** Starts a program without a shell, with the message as JSON on its standard input. It succeeds if the program ends with 0. */
export class CommandChannel extends FilteredChannel<'command'> {
  async send(id: string, message: AlertMessage): Promise<void> {
    const [program = '', ...args] = this.settings.command;
    const env = Object.fromEntries(passedOn.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])));
    const child = spawn(program, args, { env: { ...env, TWL_ALERT_ID: id }, stdio: ['pipe', 'ignore', 'pipe'], timeout: timeoutMs });
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors = (errors + text).slice(0, errorLimit)));
    // A program need not read its input.
    child.stdin.on('error', () => undefined).end(`${JSON.stringify(message)}\n`);
    await new Promise<void>((resolve, reject) => {
      child.once('error', (error) => reject(new ChannelError(`${program} cannot be started: ${error.message}`, { cause: error })));
      child.once('close', (code, signal) => {
        if (code === 0) resolve();
        else reject(new ChannelError(`${program} ended with ${signal ?? code}${errors ? `: ${errors.trim()}` : ''}`));
      });
    });
  }
}
