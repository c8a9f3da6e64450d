import type { ReactNode } from 'react';
import { formatCount, plural } from '../../format.ts';

/** Connecting a tool, and choosing what is read of it. */
export const connectTexts = {
  title: 'Connect a tool',
  steps: ['Choose the tool', 'Address and credentials', 'Choose what is read'],
  ownerOnly: 'Only the owner connects tools',
  ownerOnlyWhy: 'A connection holds credentials. Ask the owner of this Plumbline to add it.',
  toolsFault: 'The tools could not be listed',
  wiki: 'Where goals are written. ',
  asksFor: (needs: readonly string[]) => `Asks for: ${needs.join(', ')}.`,
  addressOfSite: 'address of your site',
  address: 'Address',
  badAddress: (example: string) => `This is no address. It looks like ${example}.`,
  nameHere: 'Name here',
  notTested: 'The connection could not be tested. Try again.',
  nothingSaved: 'Nothing was saved. Mend it above and test again.',
  test: 'Test and connect',
  anotherTool: 'Another tool',
  kept: 'Plumbline only reads. The token is kept encrypted, bound to this address, and never shown again.',
  optional: (where: string) => `Optional. ${where}`,
  showOrHide: (label: string) => `Show or hide: ${label.toLowerCase()}`,
  how: 'How Plumbline signs in',
  apiToken: 'API token',
  apiTokenMeans: 'Quick to make; ends when its owner’s account does.',
  oauthApp: 'OAuth app',
  oauthAppMeans: 'An app of your own that you consent to; it asks for no more than it reads.',
};

/** The way by consent. */
export const consentTexts = {
  clientId: 'Client ID',
  clientSecret: 'Client secret',
  showOrHideSecret: 'Show or hide the client secret',
  site: 'Site',
  siteMeans: 'Optional; you can choose among your sites later.',
  notOpened: 'The consent page could not be opened. Try again.',
  go: (vendor: string) => `Go to ${vendor} and consent`,
  secretKept: 'The secret is kept encrypted and never shown again.',
  copied: 'Copied',
  copyCallback: 'Copy the callback URL',
  whichSite: 'Which site?',
  severalSites: 'Your consent covers several sites. Plumbline reads the one you choose.',
  noAnswer: 'The service did not answer.',
  refused: 'The consent was refused.',
  nothingConnected: 'Nothing was connected',
  beginAgain: 'Begin again',
};

/** What a connection that was just tested says of itself. */
export const testedTexts = {
  answers: (tool: string, account: string | null, sees: ReactNode) => (
    <>
      {tool} answers{account ? ` as ${account}` : ''}; this account sees {sees}
    </>
  ),
  cannotSee: (count: number) => ` and cannot see ${formatCount(count)} it saw before`,
  seesNothing: (tool: string, noun: string) =>
    `There is no ${noun} this account may see. In ${tool}, give it the right to see one, then test again.`,
};

/** Which scopes are read. */
export const scopeTexts = {
  found: (count: number, noun: string) => plural(count, noun),
  means: (records: string) =>
    `Only the selected ones are read. ${records} of a private one are shown to the people named for it and counted for everybody else.`,
  tasks: 'Tasks',
  documents: 'Documents',
  search: (noun: string) => `Find a ${noun} by name or key`,
  selected: (selected: number, all: number, noun: string) =>
    `${formatCount(selected)} of ${plural(all, noun)} selected`,
  shown: (shown: number, found: number) =>
    `The first ${formatCount(shown)} of ${formatCount(found)}: search for the others.`,
  noneFound: (words: string) => `None is called “${words}”.`,
  selectAll: (count: number) => (count === 1 ? 'Select the one left out' : `Select the ${formatCount(count)} left out`),
  leaveOutAll: (count: number) =>
    count === 1 ? 'Leave out the one selected' : `Leave out the ${formatCount(count)} selected`,
  notSaved: (why: string) => `Not saved, nothing was changed: ${why}`,
  again: 'try again.',
  caption: 'Scopes of this connection',
  columns: { name: 'Name', selected: 'selected', isPrivate: 'private', seenBy: 'seen by', team: 'team' },
  archived: ' (archived)',
  deleted: (records: string) => ` (deleted there, and its ${records} with it)`,
  accessLost: ' (cannot be seen now; what was read is kept)',
  howColumns: 'How its columns are read',
  howColumnsOf: (scope: string) => `: ${scope}`,
  read: (scope: string) => `Read ${scope}`,
  isPrivate: (scope: string) => `${scope} is private`,
  whoSees: (scope: string) => `Who sees ${scope}`,
  theirTeams: 'their teams',
  nobodyYet: 'nobody yet',
  teamOf: (scope: string) => `Team of ${scope}`,
  byAssignee: 'by assignee',
  unknown: 'unknown',
};

/** A connection that reads nothing until somebody chose what. */
export const beginTexts = {
  title: (connection: string) => `Nothing is read from ${connection} yet`,
  means: (noun: string) =>
    `Leave out each ${noun} that Plumbline shall not read, mark those that are private, then begin. All of it can be changed later.`,
  begin: (count: number, noun: string) => `Begin to read ${plural(count, noun)}`,
  chooseOne: (noun: string) => `Select at least one ${noun}.`,
  waits: 'waits for you to choose what is read',
  notBegun: 'It could not begin. Try again.',
};

export const runTexts = {
  label: (tool: string) => `What is read from ${tool} now`,
  queued: 'Waits for its turn.',
  waited: (tool: string, span: string) => ` ${tool} asked us to wait ${span} in all.`,
  full: 'Reading everything',
  changed: 'Reading what changed',
  counts: (kind: string, records: string, pages: string) => `${kind}: ${records} in ${pages}`,
  page: 'page',
  rate: (count: string) => `, ${count} a second`,
  left: (span: string) => `, about ${span} left`,
  states: {
    waiting: 'waits',
    running: 'reading',
    done: 'done',
    failed: 'failed',
    'access-lost': 'cannot be seen now',
  },
  of: (count: string, expected: string) => `${count} of ${expected}`,
  waitedHere: (span: string) => `, waited ${span}`,
};
