import type { Role } from './person.ts';

export const ROLES = ['owner', 'leader', 'manager', 'member'] as const satisfies readonly Role[];

/** A role as a word, with its article, and what it sees. */
export const ROLE_WORDS: Readonly<Record<Role, { name: string; article: string; sees: string }>> = {
  owner: {
    name: 'Owner',
    article: 'an owner',
    sees: 'everything but private scopes of others, and may change what holds for all',
  },
  leader: { name: 'Leader', article: 'a leader', sees: 'the teams below them, and decides on goals' },
  manager: { name: 'Manager', article: 'a manager', sees: 'their own teams' },
  member: { name: 'Member', article: 'a member', sees: 'their own work, and all goals' },
};
