import * as z from 'zod';

/** What a caller of the API may do, from the weakest role to the strongest; each may do all that those before it may. */
export const roleSchema = z
  .enum(['viewer', 'operator', 'admin'])
  .describe('viewer: reads. operator: also runs sources, redrives, discards, replays and decides. admin: also makes and revokes API keys');
export type CallerRole = z.infer<typeof roleSchema>;

/** Returns true if a role may do what needs another one. */
export const isRoleAtLeast = (role: CallerRole, needed: CallerRole): boolean =>
  roleSchema.options.indexOf(role) >= roleSchema.options.indexOf(needed);
