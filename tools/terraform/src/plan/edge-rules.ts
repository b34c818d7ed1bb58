import type { Snapshot } from '../terraform/snapshot';
import { block, isSet, wrongOnes, type Rule } from './rule';

/** Routes that anybody may ask: health always, and reading where the environment says so. */
const open = ['GET /api/health/{proxy+}', 'GET /api/{proxy+}'];

const alarmed = (all: Snapshot): string =>
  JSON.stringify(all.of('aws_cloudwatch_metric_alarm').map(({ values }) => values['metric_query']));

export const edgeRules: Rule[] = [
  {
    name: 'whoever changes something through the API shows a token',
    check: (all) => {
      const routes = all.of('aws_apigatewayv2_route');
      const problems = wrongOnes(routes, (route) => {
        if (open.includes(String(route.values['route_key']))) return false;
        return (route.values['authorization_type'] !== 'JWT' || !isSet(route, 'authorizer_id')) && 'is open to everybody';
      });
      const { values } = all.one('aws_apigatewayv2_authorizer');
      return values['authorizer_type'] === 'JWT' ? problems : [...problems, 'the authorizer takes no tokens'];
    },
  },
  {
    name: 'the API is throttled, and writes its requests down as JSON',
    check: (all) =>
      wrongOnes(all.of('aws_apigatewayv2_stage'), ({ values }) => {
        const { throttling_rate_limit: rate } = block(values, 'default_route_settings');
        if (!(Number(rate) > 0)) return 'is not throttled';
        const format = block(values, 'access_log_settings')['format'];
        return !JSON.parse(String(format ?? 'null')) && 'writes no access log';
      }),
  },
  {
    name: 'CloudFront speaks TLS alone, keeps no answer of the API, and turns none of its errors into a page',
    check: (all) =>
      wrongOnes(all.of('aws_cloudfront_distribution'), ({ values }) => {
        const [api] = (values['ordered_cache_behavior'] as Record<string, unknown>[]).filter((one) => one['path_pattern'] === '/api/*');
        const pages = block(values, 'default_cache_behavior');
        if (api?.['cache_policy_id'] !== '4135ea2d-6df8-44a3-9df3-4b5a84be39ad') return 'keeps answers of the API';
        if (((values['custom_error_response'] as unknown[] | undefined) ?? []).length > 0) return 'hides errors';
        if ([api, pages].some((one) => !['https-only', 'redirect-to-https'].includes(String(one['viewer_protocol_policy']))))
          return 'answers without TLS';
        return !(pages['function_association'] as unknown[] | undefined)?.length && 'does not know the addresses of the dashboard';
      }),
  },
  {
    name: 'there is an alarm for each dead-letter queue, queue and function, for the API and the table, and it is told to somebody',
    check: (all) => {
      const names = [
        ...all.of('aws_sqs_queue').map(({ values }) => values['name']),
        ...all.of('aws_lambda_function').map(({ values }) => values['function_name']),
      ];
      const watched = alarmed(all);
      const metrics = [
        'Errors',
        'Throttles',
        'Duration',
        'ConcurrentExecutions',
        '5xx',
        'WriteThrottleEvents',
        'ApproximateAgeOfOldestMessage',
      ];
      return [
        ...[...names.map(String), ...metrics].filter((name) => !watched.includes(`"${name}"`)).map((name) => `no alarm looks at ${name}`),
        ...wrongOnes(all.of('aws_cloudwatch_metric_alarm'), (alarm) => !isSet(alarm, 'alarm_actions') && 'tells nobody'),
      ];
    },
  },
];
