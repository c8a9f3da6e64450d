import type { ReactNode } from 'react';
import { plural } from '../../format.ts';

/** The org tree: who is there, in which team, with which role and accounts. */
export const peopleTexts = {
  title: 'People',
  notRead: 'People could not be read',
  whole: (people: number, teams: number) => `${plural(people, 'person', 'people')} in ${plural(teams, 'team')}`,
  unmatched: (whole: string, accounts: number) =>
    `${whole}, ${plural(accounts, 'account matches', 'accounts match')} nobody`,
  yourPart: 'Your part of the organisation, and the way up from it.',
  orgTree: 'Org tree',
  toAudit: 'Audit trail: who changed people, roles, settings and connections',
  add: 'Add a person',
  addButton: 'Add',
  fromFile: (link: (text: string) => ReactNode) => (
    <>Many at once come {link('from a file')}: what it would change is shown first.</>
  ),
  left: 'Not here any more',
  leftWhy: 'What they did stays as it was.',
  leftAt: (when: ReactNode) => <>left {when}</>,
  back: (name: string) => `${name} is back`,
  whoSees: 'Who sees what',
  counted: 'Everybody sees what is assigned to them. What somebody may not see is counted, never named.',
  role: (name: ReactNode, sees: string) => (
    <>
      {name}: {sees}.
    </>
  ),
  noTeam: 'no team',
  guessed: ' guessed',
  edit: 'Edit',
  editOf: (name: string) => `Edit ${name}`,
  leaves: 'Left the organisation',
  account: (tool: string, name: string) => `${tool}: ${name}`,
  wasAdded: (name: string) => `${name} is added.`,
  wasChanged: (name: string) => `${name} is changed.`,
  isBack: (name: string) => `${name} is back.`,
  hasLeft: (name: string) => `${name} left, and signs in no more.`,
  notTheirs: (account: string, name: string) => `${account} is not ${name}’s any more.`,
};

export const personAccountsTexts = {
  none: 'No account of theirs was found in any tool yet.',
  label: (name: string) => `Accounts of ${name}`,
  place: (place: string, isByHand: boolean) => `in ${place}${isByHand ? ', said by a person' : ''}`,
  notTheirs: 'Not theirs',
  notTheirsOf: (account: string, connection: string) => `${account} in ${connection} is not theirs`,
};

export const personFormTexts = {
  name: 'Name',
  email: 'E-mail',
  answersTo: 'Answers to',
  nobody: 'nobody',
  team: 'Team',
  role: 'Role',
  guessed: (role: string | null) => `As the org tree suggests${role ? `: ${role}` : ''}`,
};

export const inviteTexts = {
  make: 'Make an invite link',
  linkFor: (name: string) => `Invite link for ${name}`,
  once: (until: string, name: string) =>
    `Shown only now. It signs in once, until ${until}: hand it to ${name} yourself.`,
  copied: 'Copied',
  copy: 'Copy the link',
};

/** Addresses that digests came back from. */
export const stoppedTexts = {
  title: (addresses: number) => `${plural(addresses, 'address takes', 'addresses take')} no mail`,
  why: 'No digest goes there. Correct the address, or send there again once it takes mail.',
  caption: 'Addresses that take no mail',
  person: 'Person',
  address: 'Address',
  said: 'Why',
  since: 'Since',
  now: 'What now?',
  again: 'Send there again',
  againOf: (name: string) => `Send there again: ${name}`,
  resumed: (name: string) => `Digests go to ${name} again.`,
  others: (more: string) => `and ${more} more`,
};

/** Accounts in the tools that match nobody. */
export const unmatchedTexts = {
  title: (accounts: number) => `${plural(accounts, 'account matches', 'accounts match')} nobody`,
  why: 'Found by no e-mail and no line of the people file. Say who they are, and their tasks find their team.',
  notSaved: (detail: string) => `Not saved, nothing was changed: ${detail}`,
  tryAgain: 'try again.',
  caption: 'Accounts that match nobody',
  account: 'Account',
  tool: 'Tool',
  tasks: 'tasks',
  is: 'is',
  who: (account: string) => `Who ${account} is`,
  nobodyYet: 'nobody yet',
};
