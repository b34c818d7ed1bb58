import type { Json } from '@twl/contracts';
import { evaluate } from './template.factory';

/** What Python's engine of the language gives for each. */
const table: [template: string, value: Json][] = [
  ["{{ record.lst|max(attribute='a') }}", { a: 3, b: 'c' }],
  ["{{ record.lst|min(attribute='b') }}", { a: 2, b: 'b' }],
  ['{{ record.x|hash }}', '5d41402abc4b2a76b9719d911017c592'],
  ["{{ record.x|hash('sha256') }}", '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824'],
  ["{{ record.x|hash('sha1','salt') }}", '14fbd3f9600ecfc2a3d43e4c07a98a875c7910a2'],
  ['{{ record.id|hash }}', '70efdf2ec9b086079795c442636b55fb'],
  ['{{ record.n|hash }}', '3397592c443f404ebf0593291e4c1909'],
  ['{{ record.flt|hash }}', '21f0f9b3cbcbf902ef189cf46db4ee8e'],
  ['{{ record.x|base64encode }}', 'aGVsbG8='],
  ["{{ 'aGVsbG8='|base64decode }}", 'hello'],
  ['{{ record.x|base64binascii_decode }}', 'aGVsbG8='],
  ['{{ record.x|string }}', 'hello'],
  ['{{ record.id|string }}', '17'],
  ['{{ record.n|string }}', '{"m": [1, 2, "z"], "deep": {"er": null}}'],
  ['{{ record.nul|string }}', 'null'],
  ['{{ record.bool|string }}', 'true'],
  ['{{ record.lst|string }}', '[{"a": 1, "b": "q"}, {"a": 3, "b": "c"}, {"a": 2, "b": "b"}]'],
  ['{{ record.name|string }}', 'Ünï'],
  ['{{ [record.name]|string }}', '["Ünï"]'],
  ['{{ record.missing|string }}', '{{ record.missing|string }}'],
  ["{{ record.x|regex_search('l+(o)') }}", 'o'],
  ["{{ record.x|regex_search('zz(o)') }}", ''],
  ["{{ record.x|regex_search('llo') }}", ''],
  ["{{ record.x|regex_replace('l+','L') }}", 'heLo'],
  ["{{ record.x|regex_replace('(l)(l)','\\\\2-\\\\1') }}", 'hel-lo'],
  ["{{ record.path|regex_replace('[^/]+/','') }}", 'c'],
  ["{{ record.name|regex_replace('\\\\W','_') }}", 'Ünï'],
  ["{{ record.x|hmac('k') }}", '406e4b43f87095aa86ca6299d25e875921fefa180f02043bb29bec5681c0c2d0'],
  ["{{ record.id|hmac('k') }}", '039b53ec46e91f83a33874321401b48dd51cf5fb75ed453c7c0529349958496d'],
  ['{{ max(2,3) }}', 3],
  ['{{ max([2,3]) }}', 3],
  ["{{ max('a','b') }}", 'b'],
  ["{{ max(config.start_date,'2023-01-01') }}", '2023-01-01'],
  ['{{ max() }}', '{{ max() }}'],
  ["{{ max(1,'a') }}", "{{ max(1,'a') }}"],
  ['{{ min(2,3) }}', 2],
  ['{{ min([2,3]) }}', 2],
  ['{{ min(1,2.5) }}', 1],
  ['{{ max(1,1.0) }}', 1],
  ["{{ sanitize_url('https://example.com/path?query=value') }}", 'https%3A%2F%2Fexample.com%2Fpath%3Fquery%3Dvalue'],
  ["{{ sanitize_url('a b&c/d~e_f-g.h') }}", 'a+b%26c%2Fd~e_f-g.h'],
  ["{{ sanitize_url('Ünï') }}", '%C3%9Cn%C3%AF'],
  ["{{ camel_case_to_snake_case('CamelCase') }}", 'camel_case'],
  ["{{ camel_case_to_snake_case('camelCaseXML') }}", 'camel_case_x_m_l'],
  ['{{ generate_uuid()|length }}', 36],
  ["{{ (record.id|string) + 'x' }}", '"""17"""x'],
  ["{{ record.id|string ~ 'x' }}", '"""17"""x'],
  ['{{ config.list|string }}', '[1, 2, 3]'],
  ["{{ 'x1' | regex_replace('(?P<n>[0-9])', '<\\\\g<n>>') }}", 'x<1>'],
  ["{{ 'a.b' | regex_replace('[.]', '\\\\.') }}", 'a\\.b'],
  ["{{ 'ab' | regex_replace('b', '\\\\101') }}", 'aA'],
  ["{{ 5 | regex_replace('a', 'b') }}", "{{ 5 | regex_replace('a', 'b') }}"],
];

describe('functions and filters of the language', () => {
  it.each(table)('%s', (template, value) => {
    expect(evaluate(template)).toEqual(value);
  });
});
