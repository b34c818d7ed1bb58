import { requestPrices } from '@twl/contracts';

/** Dollars in us-east-1, on demand, as published on 2026-01-15. Storage and transfer are not in it. */
export const prices = {
  ...requestPrices,
  /** On arm64. */
  lambdaGbSecond: 13.3334e-6,
  lambdaRequest: 0.2e-6,
  /** A month, for each metric that an alarm looks at. */
  alarm: 0.1,
  /** Metrics that the alarms of terraform/modules/observability look at. */
  alarms: 25,
  /** The composite alarm over them. */
  compositeAlarm: 0.5,
} as const;
