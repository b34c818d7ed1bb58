import type { AlertStore, StoredAlert } from '@twl/ports';
import { UnavailableError } from '@twl/ports';
import { testAlertOf } from '../alerts/test-alert';
import { defineAction } from '../audit/define-action';

/** Ports for a test of the channels. */
interface TestAlertsPorts {
  alerts: AlertStore;
}

/** The channels to test. */
export interface AlertTest {
  channels: readonly string[];
}

/**
 * Asks for a test notice over channels. The ingestion app sends it; the alert that is returned says how each channel did once it is sent.
 * @throws UnavailableError if other processes write the same alert all the time
 */
export const testAlerts = defineAction(
  async ({ alerts, clock }: TestAlertsPorts & { clock: { now(): number } }, { channels }: AlertTest) => ({
    action: 'test-alerts',
    target: channels.join(', ') || 'no channel',
    perform: () => requestTest(alerts, channels, () => clock.now()),
    describe: ({ change }: StoredAlert) => `test ${change} requested`,
  }),
);

const attempts = 5;

const requestTest = async (alerts: AlertStore, channels: readonly string[], now: () => number): Promise<StoredAlert> => {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const stored = await alerts.put(testAlertOf(await alerts.get('test:channels'), channels, now()));
    if (stored) return stored;
  }
  throw new UnavailableError('the test could not be written: try again');
};
