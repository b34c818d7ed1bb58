import type { Alert } from '@twl/contracts';
import type { StoredAlert } from './alert-store';

/** An alert as the API and the command line show it: without what the store keeps for itself. */
export const publicAlert = ({ revision: _, pendingSince: __, ...alert }: StoredAlert): Alert => alert;
