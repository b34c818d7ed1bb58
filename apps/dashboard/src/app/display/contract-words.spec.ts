import { driftSchema, failureSchema, freshnessSchema, isBalanced, outcomes, reasonSchema, runStateSchema } from '@twl/contracts';
import { someCounts } from '../../testing/factories';
import { reasonTexts } from '../failures/reasons';
import { driftBadges, failureStatusBadges, freshnessBadges, badgeOf, runStateBadges } from './badges';
import * as shown from './counts/outcomes';

describe('words of the contracts', () => {
  it.each([
    ['freshness', freshnessSchema.options, freshnessBadges],
    ['state of a run', runStateSchema.options, runStateBadges],
    ['status of a failure', failureSchema.shape.status.options, failureStatusBadges],
    ['status of a change', driftSchema.shape.status.options, driftBadges],
    ['reason of a failure', reasonSchema.options, reasonTexts],
  ])('each have their %s shown', (_, words, badges) => {
    expect(Object.keys(badges).sort()).toEqual([...words].sort());
  });

  it('look different where they mean different things', () => {
    const labels = Object.values(runStateBadges).map(({ label }) => label);

    expect(new Set(labels).size).toBe(labels.length);
  });

  it('are shown as they are when they are newer than the dashboard', () => {
    expect(badgeOf(runStateBadges, 'brand_new')).toMatchObject({ label: 'brand_new', tone: 'muted' });
  });

  it('count the same outcomes', () => {
    const unbalanced = someCounts({ fetched: 1 });

    expect(shown.outcomes).toEqual(outcomes);
    expect(shown.isBalanced(unbalanced)).toBe(isBalanced(unbalanced));
  });
});
