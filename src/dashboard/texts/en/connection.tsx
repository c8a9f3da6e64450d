import type { ReactNode } from 'react';
import { formatCount, plural } from '../../format.ts';

type LinkOf = (text: string) => ReactNode;

/** All connections, and one of them. */
export const connectionTexts = {
  titleOfAll: 'Connections',
  title: 'Connection',
  allFault: 'The connections could not be read',
  fault: 'The connection could not be read',
  connectAnother: 'Connect another tool',
  noSuch: 'There is no such connection',
  seeAll: (link: LinkOf) => <>See {link('all connections')}.</>,
  read: (tasks: number, documents: number, connections: number, waiting: number) => {
    const also = documents > 0 ? ` and ${plural(documents, 'document')}` : '';
    const from = `${formatCount(tasks)} tasks${also} read from ${plural(connections, 'connection')}`;
    return waiting === 0 ? from : `${from}, ${waiting} of them ${waiting === 1 ? 'needs' : 'need'} you`;
  },
};

export const summaryTexts = {
  counts: (records: string, selected: string, scopes: string) => `${records} from ${selected} of ${scopes}`,
  setAside: (count: string) => `, ${count} unreadable and set aside`,
  unmatched: (accounts: string) => `, ${accounts} not matched to a person`,
  account: 'account',
  readCompletely: (ago: ReactNode) => <>Read completely {ago}.</>,
  notCompletely: 'Not read completely yet.',
  upToDate: (ago: ReactNode) => <>Up to date as of {ago}.</>,
  as: (name: string) => ` As ${name}.`,
  held: (scopes: string) => `${scopes} lost many tasks at once.`,
  sayWhat: 'Say what becomes of them',
  states: { active: 'working', paused: 'paused', unauthorised: 'refused: needs new credentials' },
};

export const troubleTexts = {
  kept: 'What was read before is kept.',
  again: (ago: ReactNode) => <>Plumbline tries again {ago}.</>,
  consentAgain: (link: LinkOf) => <>Consent again on {link('its page')}.</>,
  newToken: (tool: string, link: LinkOf) => (
    <>
      Make a new token in {tool}, then give it on {link('its page')}.
    </>
  ),
  notVisible: (scope: string, tool: string) =>
    `The account may no longer see this ${scope}: ask its admin in ${tool}, or take it off the list.`,
  slowDown: (tool: string) => `${tool} asks us to slow down. Nothing to do.`,
  away: (tool: string) => `${tool} does not answer just now. Nothing to do unless it lasts.`,
  forgotten: (scope: string) =>
    `The place where reading stopped is no longer known there; this ${scope} is read from its start.`,
  doctor: (command: (text: string) => ReactNode) => <>If it stays so, run {command('npx plumbline doctor')}</>,
};

export const healthTexts = {
  title: 'Can its numbers be believed?',
  upToDate: 'Up to date as of',
  nothingRead: 'nothing was read yet',
  late: ' ✕ later than it should be',
  everything: 'Everything read',
  notYet: 'not yet',
  changes: 'Changes come',
  asTheyHappen: 'as they happen',
  byAsking: 'by asking every few minutes',
  lastDelivery: 'Last delivery',
  webhookEnds: 'Webhook ends',
  prolonged: (ago: ReactNode) => <>{ago}, prolonged before</>,
  putOff: 'Put off',
  askedAgain: (because: string, ago: ReactNode) => (
    <>
      {because} It is asked again {ago}.
    </>
  ),
  leftToAsk: 'Left to ask',
  budget: (remaining: string, limit: string, name: string) => `${remaining} of ${limit} ${name}`,
  waits: 'it waits',
  goesOn: (reason: string, ago: ReactNode) => (
    <>
      ; {reason}, and goes on {ago}
    </>
  ),
  setAside: 'Set aside',
  nothing: 'nothing',
  listed: (count: string) => `${count}, listed below`,
  unseen: 'Cannot be seen',
  noneUnseen: 'nothing that we know of',
};

export const credentialsTexts = {
  title: 'Credentials',
  work: 'They work. What waited goes on from where it stopped.',
  readWith: (tool: string, name: string | null) => `${tool} is read with ${name ?? 'somebody'}’s credentials.`,
  giveNew: 'Give new credentials',
  notTested: 'The credentials could not be tested. Try again.',
  nothingChanged: 'Nothing was changed.',
  use: 'Test and use them',
  consent: 'Consent',
  readBy: (tool: string, given: ReactNode, renewed: ReactNode, scopes: string) => (
    <>
      {tool} is read by a person’s consent, given {given} and renewed {renewed}, for {scopes}.
    </>
  ),
  refused: (refusal: string) => `Nothing is read until somebody consents again: ${refusal}.`,
  consentAgain: 'Consent again',
};

export const controlsTexts = {
  title: 'Pause or remove',
  titleHeld: 'Remove',
  isPaused: 'Nothing is read while it is paused; what was read is kept. It goes on with what changed meanwhile.',
  means: 'A paused connection reads nothing and keeps what was read.',
  goOn: 'Go on',
  pause: 'Pause',
  removeOpen: 'Remove…',
  remove: (name: string) => `Remove ${name}`,
  forgets: (tool: string) =>
    `Plumbline forgets the credentials and takes its webhooks off ${tool}. Nothing changes there.`,
  doNot: 'Do not remove it',
  removeOnly: 'Remove',
  comesBack: 'It comes back when the same address is connected again.',
  keep: (records: string) => `Remove, and keep ${records}`,
  keepMeans: (shown: string) => `They are shown ${shown}, and come back when the same address is connected again.`,
  erase: (records: string) => `Remove, and delete ${records}`,
  eraseMeans: (along: string, lost: string) => `With ${along}. ${lost} This cannot be undone.`,
  wiki: {
    shown: 'as they were read last',
    along: 'their proposals',
    lost: 'Goals that were accepted from them stay.',
  },
  tasks: {
    shown: 'as “we cannot see it”',
    along: 'their history and decisions',
    lost: 'Reports of past weeks lose them too.',
  },
};
