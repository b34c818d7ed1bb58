import { findRefreshProblem, findScheduleProblems } from './schedule-problems';

describe('scheduleProblems', () => {
  it.each(['*/5 * * * *', '0 30 2 * * 1-5', '0 0 29 2 *'])('finds nothing wrong with %s', (cron) => {
    expect(findScheduleProblems({ cron, timeZone: 'Europe/Berlin' })).toEqual([]);
  });

  it.each(['every day', '61 * * * *', '* * * *', '', '0 0 30 2 *'])('says what is wrong with %j', (cron) => {
    expect(findScheduleProblems({ cron })).toEqual([{ key: 'cron', detail: expect.stringContaining(JSON.stringify(cron)) as string }]);
  });

  it('names a time zone that nobody knows beside the cron line', () => {
    expect(findScheduleProblems({ cron: 'often', timeZone: 'Mars/Base' }).map(({ key }) => key)).toEqual(['cron', 'timeZone']);
  });

  it('leaves what is missing or no text to the schema', () => {
    expect(findScheduleProblems({ cron: 5 })).toEqual([]);
    expect(findScheduleProblems({})).toEqual([]);
  });
});

describe('refreshProblem', () => {
  it.each(['daily', 'weekly', 'monthly', '0 4 * * SUN'])('finds nothing wrong with %s', (refresh) => {
    expect(findRefreshProblem(refresh)).toBeUndefined();
  });

  it.each(['yearly', '0 0 30 2 *'])('says what is wrong with %s', (refresh) => {
    expect(findRefreshProblem(refresh)).toMatch(/daily, weekly, monthly/);
  });
});
