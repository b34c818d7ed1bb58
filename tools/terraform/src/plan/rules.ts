import { edgeRules } from './edge-rules';
import { functionRules } from './function-rules';
import { metricRules } from './metric-rules';
import { policyRules } from './policy-rules';
import { queueRules } from './queue-rules';
import type { Rule } from './rule';
import { storageRules } from './storage-rules';

/** What holds of every environment, as it is planned and as it is applied. */
export const rules: readonly Rule[] = [...functionRules, ...queueRules, ...storageRules, ...policyRules, ...edgeRules, ...metricRules];
