import { refreshProblem, scheduleProblems } from './schedule-problems';

describe('scheduleProblems', () => {
  it.each(['*/5 * * * *', '0 30 2 * * 1-5', '0 0 29 2 *'])('finds nothing wrong with %s', (cron) => {
    expect(scheduleProblems({ cron, timeZone: 'Europe/Berlin' })).toEqual([]);
  });

  it.each(['every day', '61 * * * *', '* * * *', '', '0 0 30 2 *'])('says what is wrong with %j', (cron) => {
    expect(scheduleProblems({ cron })).toEqual([{ key: 'cron', detail: expect.stringContaining(JSON.stringify(cron)) as string }]);
  });

  it('names a time zone that nobody knows beside the cron line', () => {
    expect(scheduleProblems({ cron: 'often', timeZone: 'Mars/Base' }).map(({ key }) => key)).toEqual(['cron', 'timeZone']);
  });

  it('leaves what is missing or no text to the schema', () => {
    expect(scheduleProblems({ cron: 5 })).toEqual([]);
    expect(scheduleProblems({})).toEqual([]);
  });
});

describe('refreshProblem', () => {
  it.each(['daily', 'weekly', 'monthly', '0 4 * * SUN'])('finds nothing wrong with %s', (refresh) => {
    expect(refreshProblem(refresh)).toBeUndefined();
  });

  it.each(['yearly', '0 0 30 2 *'])('says what is wrong with %s', (refresh) => {
    expect(refreshProblem(refresh)).toMatch(/daily, weekly, monthly/);
  });
});
