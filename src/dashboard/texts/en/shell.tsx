import type { ReactNode } from 'react';

/** What stands around every page. */
export const shellTexts = {
  product: 'Plumbline',
  skip: 'Skip to the content',
  demo: 'A demonstration: people, tools and tasks are made up.',
  pages: 'Pages',
  overview: 'Overview',
  unaligned: 'Unaligned work',
  review: 'Review',
  goals: 'Goals',
  map: 'Map',
  teams: 'Teams',
  proposals: 'Proposals',
  connections: 'Connections',
  questions: 'questions',
  open: 'open',
  notLive: 'Not live: the line to Plumbline is down and tried again. What you see is kept.',
  live: (ago: string) => `Live · updated ${ago}`,
  waitsForYou: 'Waits for you',
  noticeFound: (ago: ReactNode) => <>(found {ago})</>,
  giveCredentials: (connection: string) => `Give ${connection} new credentials`,
  openConnection: (connection: string) => `Open ${connection}`,
  openOutgoing: 'Open the outgoing webhooks',
  later: 'Later',
  laterOf: (connection: string) => ` (${connection})`,
  laterHint: 'It stays on the page of its connection until it is mended',
};

export const personMenuTexts = {
  toLight: 'Switch to light',
  toDark: 'Switch to dark',
  signedInAs: (role: string) => `signed in as ${role}`,
  people: 'People',
  outbox: 'Outbox',
  settings: 'Settings',
  rules: 'Rules',
  glossary: 'Glossary',
  roomier: 'More room between rows',
  denser: 'More rows on a page',
  signOut: 'Sign out',
};

export const searchTexts = {
  label: 'Search tasks and goals by key, title or pasted URL',
  placeholder: 'Key, title or pasted URL',
  found: 'What was found',
  allThatMatch: (tasks: string) => `All ${tasks} that match`,
  searching: 'Searching…',
  faulty: 'The search did not answer. Type on to try again.',
  nothing: 'Nothing you may see carries this key, title or URL.',
};

export const shortcutTexts = {
  open: 'Keyboard: press ? for the list',
  title: 'Keys',
  does: {
    search: 'Search by key, title or pasted URL',
    next: 'Next task',
    previous: 'Previous task',
    openTask: 'Open the task',
    accept: 'Accept the suggestion',
    reject: 'Not this: reject the suggestion',
    link: 'Link to another goal',
    ktlo: 'On a task or question: keeps the lights on',
    notNow: 'On a task or question: not now',
    ask: 'On a task or question: ask the owner, and it waits',
    all: 'Accept all goals that are suggested for it',
    which: 'Where sources differ: the goal that is meant; b for all, 0 for none',
    select: 'Select or unselect',
    undo: 'Undo the last decision',
    help: 'This list',
  },
};
