import { queueSettings } from '@twl/storage-aws/testing';
import type { Resource, Snapshot } from '../terraform/snapshot';
import { settingsOf } from './function-rules';
import { isSet, json, wrongOnes, type Rule } from './rule';

const isDead = ({ values }: Resource): boolean => String(values['name']).endsWith(queueSettings.deadEnding);

const working = (all: Snapshot): Resource[] => all.of('aws_sqs_queue').filter((queue) => !isDead(queue));

/** The function that takes the messages of a queue. */
const consumerOf = (all: Snapshot, queue: Resource): Resource => {
  const mapping = all.one('aws_lambda_event_source_mapping', ({ values }) =>
    String(values['event_source_arn']).endsWith(`:${String(queue.values['name'])}`),
  );
  const name = String(mapping.values['function_name']).split(':').at(-1);
  return all.one('aws_lambda_function', ({ values }) => values['function_name'] === name);
};

export const queueRules: Rule[] = [
  {
    name: 'a message is hidden for at least six times as long as the function that has it may take',
    check: (all) =>
      wrongOnes(working(all), (queue) => {
        const least = 6 * Number(consumerOf(all, queue).values['timeout']);
        const visibility = Number(queue.values['visibility_timeout_seconds']);
        return visibility < least && `hides messages for ${String(visibility)} s, which is under ${String(least)} s`;
      }),
  },
  {
    name: 'each queue gives up to a dead-letter queue of its own, named for it, after as many deliveries as the functions know',
    check: (all) =>
      wrongOnes(working(all), (queue) => {
        const redrive = all.of('aws_sqs_queue_redrive_policy').find(({ index }) => index === queue.index);
        if (!redrive || !isSet(redrive, 'redrive_policy')) return 'gives nothing up';
        const dead = `${String(queue.values['name'])}${queueSettings.deadEnding}`;
        if (!all.of('aws_sqs_queue').some(({ values }) => values['name'] === dead)) return `has no ${dead}`;
        const policy = json<{ deadLetterTargetArn: string; maxReceiveCount: number }>(redrive, 'redrive_policy');
        if (policy && !policy.deadLetterTargetArn.endsWith(`:${dead}`)) return `gives up to ${policy.deadLetterTargetArn}`;
        const known = Number(settingsOf(all)['MAX_RECEIVES']);
        return (
          policy &&
          known !== policy.maxReceiveCount &&
          `counts ${String(policy.maxReceiveCount)} deliveries, the functions ${String(known)}`
        );
      }),
  },
  {
    name: 'a dead-letter queue takes from its queue alone',
    check: (all) => {
      const policies = all.of('aws_sqs_queue_redrive_allow_policy');
      const problems = wrongOnes(policies, (policy) => {
        const said = json<{ redrivePermission: string; sourceQueueArns: string[] }>(policy, 'redrive_allow_policy');
        return said && (said.redrivePermission !== 'byQueue' || said.sourceQueueArns.length !== 1) && 'lets others give up here';
      });
      return policies.length === working(all).length ? problems : [...problems, 'a dead-letter queue takes from any queue'];
    },
  },
  {
    name: 'queues are as the product makes them itself: encrypted, kept as long, hidden as long',
    check: (all) => [
      ...wrongOnes(all.of('aws_sqs_queue'), ({ values }) => {
        if (values['sqs_managed_sse_enabled'] !== true) return 'is not encrypted';
        return values['message_retention_seconds'] !== queueSettings.retention && 'keeps messages for another time';
      }),
      ...wrongOnes(working(all), ({ name, index, values }) => {
        const isPages = name === 'main' && index === 'pages';
        return isPages && values['visibility_timeout_seconds'] !== queueSettings.visibility && 'hides pages for another time';
      }),
    ],
  },
];
