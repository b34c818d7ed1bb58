import type { Json } from '@twl/contracts';
import { evaluate } from './template.factory';

/** What Python's engine of the language gives for each. */
const table: [template: string, value: Json][] = [
  ['{{ config.a }}', 1],
  ["{{ config['a'] }}", 1],
  ['{{ config.missing }}', ''],
  ["{{ config['missing'] }}", ''],
  ['{{ config.d.z.q }}', 5],
  ["{{ config['d'].get('z',{}).get('q') }}", 5],
  ['{{ record.nul }}', null],
  ['{{ record.nul.x }}', ''],
  ['{{ record.lst[0].a }}', 1],
  ['{{ config.url|urlencode }}', 'https%3A//a.b/c%3Fd%3De%26f%3Dg%20h'],
  ['{{ record.n }}', { m: [1, 2, 'z'], deep: { er: null } }],
  [
    '{{ record.lst }}',
    [
      { a: 1, b: 'q' },
      { a: 3, b: 'c' },
      { a: 2, b: 'b' },
    ],
  ],
  ['{{ record.under }}', 1000],
  ['{{ record.sci }}', 1000],
  ['{{ record.json }}', { a: 1 }],
  ['{{ record.pyl }}', [1, 2]],
  ['{{ record.bool }}', true],
  ['{{ () }}', []],
  ['{{ [] }}', []],
  ['{{ {} }}', {}],
  ['{{ none }}', null],
  ['{{ true }}', true],
  ['{{ false }}', false],
  ['{{ True }}', true],
  ['{{ None }}', null],
  ['{{ parameters.name }}', 'users'],
  ['{{ config[parameters.k] }}', '2022-01-01T13:45:30+00:00'],
  ["{{ config[parameters['k']] }}", '2022-01-01T13:45:30+00:00'],
  ['{{ parameters.zz }}', ''],
  ['{{ stream_slice.start_time }}', '2021-01-01'],
  ['{{ stream_partition.id }}', 9],
  ['{{ stream_interval.end_time }}', '2021-02-01'],
  ['{{ response.next }}', 'abc'],
  ['{{ response.meta.page + 1 }}', 4],
  ['{{ next_page_token.next_page_token }}', 'tok'],
  ['{{ last_record.id }}', 99],
  ['{{ last_page_token_value + last_page_size }}', 14],
  ['{{ last_page_token_value * 2 }}', 8],
  ['{{ config.a.b }}', ''],
  ['{{ config.s.b }}', ''],
  ['{{ config.__class__ }}', ''],
  ['{{ config._x }}', ''],
  ['{{ record.lst.append(1) }}', null],
  ['{{ record.missing|upper }}', ''],
  ['{{ record.nul|upper }}', 'NONE'],
  ['{{ config.list }}', [1, 2, 3]],
  ['{{ config.list[0] }}', 1],
  ['{{ config.f }}', 1.5],
  ['{{ config.f + 1 }}', 2.5],
  ['{{ config.t }}', true],
  ['{{ config.fl }}', false],
  ['{{ config.empty }}', ''],
  ['{{ config.n }}', null],
  ['{{config.a}}', 1],
  ['{{ config.start_date }}', '2022-01-14'],
];

describe('finding values', () => {
  it.each(table)('%s', (template, value) => {
    expect(evaluate(template)).toEqual(value);
  });
});
