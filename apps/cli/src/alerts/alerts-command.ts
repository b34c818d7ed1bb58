import type { Command } from 'commander';
import type { Alert } from '@twl/contracts';
import { AlertWatch, testAlerts } from '@twl/pipeline';
import { publicAlert } from '@twl/ports';
import type { Runtime } from '@twl/runtime';
import { osUser } from '../audit/os-user';
import { printJson } from '../output/json';
import { UsageError } from '../output/report-failure';
import { withRuntime } from '../with-runtime';
import { alertText, noticeLine, alertLine } from './alert-view';

/** `twl alerts`: lists and shows alerts, and tests their channels. */
export const addAlerts = (program: Command): void => {
  const alerts = program
    .command('alerts')
    .description('alerts that fire: what is wrong, why, and what to do')
    .option('--all', 'also resolved alerts')
    .option('--source <name>', 'only alerts of this source')
    .option('--json', 'print { alerts: [...] }')
    .action(listAlerts);
  alerts
    .command('show <id>')
    .description('show an alert with its evidence, for example failing:shop')
    .option('--json', 'print the alert as JSON')
    .action(showAlert);
  alerts
    .command('test')
    .description('send a test over the channels')
    .option('--channel <name>', 'only this channel')
    .option('--why <reason>', 'reason, for the audit log')
    .option('--json', 'print { notices: [...] }')
    .action(testChannels);
};

const firedAlerts = async ({ engine }: Runtime): Promise<Alert[]> =>
  (await engine.alerts.list()).filter(({ change }) => change > 0).map(publicAlert);

const listAlerts = ({ all, source, json }: { all?: boolean; source?: string; json?: boolean }): Promise<void> =>
  withRuntime({ fetches: false }, async (runtime) => {
    const found = (await firedAlerts(runtime))
      .filter((alert) => (all || alert.state === 'firing') && (source ?? alert.source) === alert.source)
      .sort((a, b) => Number(a.state === 'resolved') - Number(b.state === 'resolved') || Date.parse(b.since) - Date.parse(a.since));
    if (json) printJson({ alerts: found });
    else if (found.length === 0) process.stderr.write(all ? 'no alert fired yet\n' : 'no alert fires\n');
    else for (const alert of found) process.stdout.write(`${alertLine(alert)}\n`);
  });

const showAlert = (id: string, _options: object, command: Command): Promise<void> =>
  withRuntime({ fetches: false }, async (runtime) => {
    const alert = (await firedAlerts(runtime)).find((one) => one.id === id);
    if (!alert) throw new UsageError(`there is no alert ${JSON.stringify(id)}; twl alerts --all lists those that ever fired`);
    if (command.optsWithGlobals<{ json?: boolean }>().json) printJson(alert);
    else process.stdout.write(alertText(alert));
  });

/** Sends the test itself, so that it works without a running product; if one runs, either of them sends it. */
const testChannels = (_options: object, command: Command): Promise<void> =>
  withRuntime({ fetches: true }, async (runtime) => {
    const { channel, why = null, json } = command.optsWithGlobals<{ channel?: string; why?: string; json?: boolean }>();
    const { engine, clock, alerting } = runtime;
    const names = channelsToTest(Object.keys(alerting.settings.channels), channel);
    const { change } = await testAlerts({ ...engine, clock }, { channels: names }, { ...osUser(), why });
    const notices = await sendTest(runtime, change);
    if (json) printJson({ notices });
    else for (const notice of notices) process.stdout.write(`${noticeLine(notice)}\n`);
    if (notices.some(({ state }) => state !== 'sent')) process.exitCode = 1;
  });

const channelsToTest = (known: readonly string[], wanted: string | undefined): readonly string[] => {
  if (known.length === 0) throw new UsageError('there is no channel: the file that ALERTS_FILE names declares them (docs/alerts.md)');
  if (wanted === undefined) return known;
  if (!known.includes(wanted)) throw new UsageError(`there is no channel ${JSON.stringify(wanted)}; there are: ${known.join(', ')}`);
  return [wanted];
};

const [waitMs, pauseMs] = [60_000, 500];

/** Sends the notices of a test, or waits until a running product has; each channel is tried once. */
const sendTest = async (runtime: Runtime, change: number): Promise<Alert['notices']> => {
  const { engine, catalog, clock, log, alerting } = runtime;
  const { settings, url } = alerting;
  const watch = new AlertWatch({ ...engine, catalog, clock, log }, { settings, url, channels: alerting.openChannels() });
  for (const until = clock.monotonic() + waitMs; ; await clock.sleep(pauseMs)) {
    await watch.deliver('test:channels');
    const notices = (await engine.alerts.get('test:channels'))?.notices.filter((notice) => notice.change === change) ?? [];
    const isTried = notices.every(({ state, attempts }) => state === 'sent' || (state !== 'sending' && attempts > 0));
    if (isTried || clock.monotonic() > until) return notices;
  }
};
