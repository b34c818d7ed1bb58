import { suggest } from './suggest';

describe('a suggestion', () => {
  it.each([
    ['paginater', 'paginator'],
    ['recrod_selector', 'record_selector'],
    ['xyz', undefined],
    ['id', undefined],
  ])('for %s is %s', (wrong, right) => expect(suggest(wrong, ['paginator', 'record_selector', 'requester'])).toBe(right));
});
