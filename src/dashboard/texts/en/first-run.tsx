import type { ReactNode } from 'react';
import { formatCount, plural } from '../../format.ts';

type LinkOf = (text: string) => ReactNode;

export const firstRunTexts = {
  title: 'First steps',
  names: {
    goals: 'Goals in',
    tools: 'A tool connected',
    people: 'People matched',
    pull: 'First pull watched',
    review: 'First questions answered',
  },
  heading: (done: number) =>
    [
      'Five steps from here to the first insight',
      'One of five steps is done',
      'Two of five steps are done',
      'Three of five steps are done',
      'Four of five steps are done',
    ][done] ?? 'All five steps are done',
  lead: 'About ten minutes with an API token at hand. Each step is tested when it is done; leave and come back whenever you like, it goes on from what is true.',
  fault: 'How far this install is could not be read',
  ownerOnly: 'Only the owner sets Plumbline up',
  ownerOnlyWhy: (link: LinkOf) => <>What is set up already is on the {link('Overview')}.</>,
  next: (name: string) => `Next: ${name}`,
  later: (name: string) => `Later: go on with “${name}”`,
};

export const goalsStepTexts = {
  title: 'What is the work for?',
  means: 'Plumbline draws the line from each task to an objective or key result, so it has to know yours.',
  tested: (objectives: number, keyResults: number, link: LinkOf) => (
    <>
      {plural(objectives, 'objective')} and {plural(keyResults, 'key result')} are open today. {link('See them')}.
    </>
  ),
  noKeyResult: (objectives: number) =>
    `${plural(objectives, 'objective is', 'objectives are')} open today, and no key result: nothing says yet when it is reached.`,
  fromFile: 'From a file',
  example: `key,kind,title,parent,cycle,from,to,unit,by
O1,objective,Discharges before noon on every ward,,2027-Q1,,,,
KR1.1,key-result,Share of discharges before noon,O1,2027-Q1,18,45,%,2027-03-31`,
  otherWays: 'Or another way',
  fromWiki: (link: LinkOf) => <>They are written in Confluence or Notion: {link('connect the wiki')}.</>,
  proposals: (count: number, link: LinkOf) => (
    <>
      {plural(count, 'proposal')} from pages {count === 1 ? 'waits' : 'wait'} for your decision: {link('look at them')}.
    </>
  ),
  byHand: (link: LinkOf) => <>Write them here, one by one: {link('goals')}.</>,
};

export const toolsStepTexts = {
  title: 'Where is the work?',
  means: 'Plumbline reads tasks where they are, and changes nothing there. One tool is enough to begin with.',
  another: 'Connect another tool',
  notAnother: 'Not another one now',
  choose: (link: LinkOf, name: string) => <>{link(`Change what is read of ${name}`)}.</>,
  selected: (selected: number, all: number, noun: string) =>
    `${formatCount(selected)} of ${plural(all, noun)} are read.`,
  refused: (link: LinkOf) => <>It refuses its credentials now: {link('give it new ones')}.</>,
};

export const peopleStepTexts = {
  title: 'Whose work is it?',
  means:
    'People and their managers say which team a task belongs to, and who sees what. Accounts find their people by e-mail, or by what the file says.',
  people: (people: number, link: LinkOf) => (
    <>
      {plural(people, 'person is', 'people are')} in. {link('See them')}.
    </>
  ),
  accounts: (matched: number, accounts: number) =>
    `${formatCount(matched)} of ${plural(accounts, 'account')} found so far are settled.`,
  noAccounts: 'Whom accounts belong to is known once tasks were read.',
  onlyOwner: 'So far there is nobody here but you.',
  example: `email,name,manager,team,jira,asana,trello
ingrid@example.org,Ingrid Solberg,,,,,
mara@example.org,Mara Lindholm,ingrid@example.org,Ward,,,maralindholm`,
  whoAreYou: 'Who are you?',
  whoMeans: 'You came in without a name. With your address, your line in the file is you.',
  name: 'Your name',
  email: 'Your e-mail address',
  save: 'That is me',
  notSaved: 'It was not saved. Try again.',
};

export const pullStepTexts = {
  title: 'The first pull',
  means: 'You need not stay: it goes on without this page, also after a restart.',
  nothing: (link: LinkOf) => <>Nothing is read yet: {link('connect a tool and choose what is read')}.</>,
  held: (name: string, link: LinkOf) => (
    <>
      {name} waits for you to {link('choose what is read')}.
    </>
  ),
  done: (name: string, records: string, ago: ReactNode) => (
    <>
      {name}: {records}, read completely {ago}.
    </>
  ),
  waiting: (name: string) => `${name}: its turn comes in a moment.`,
  deriving: 'Everything is read. Now each task is looked at for the goal it serves…',
  tested: (tasks: number, connections: number) =>
    `${plural(tasks, 'task')} of ${plural(connections, 'connection')} are read, and each was looked at for the goal it serves.`,
};

export const reviewStepTexts = {
  title: 'Ten questions',
  means:
    'Where Plumbline is not sure, it asks. Ten answers teach it most of how your organisation writes, and show you how it thinks.',
  notYet: (link: LinkOf) => <>There is nothing to ask before {link('everything was read')}.</>,
  gathering: 'The questions are being put together. That takes a minute.',
  answered: (answered: string, wanted: string) => `${answered} of ${wanted} answered`,
  fewer: (wanted: number) =>
    wanted === 0
      ? 'Nothing of what was read leaves a question: all of it either says its goal or comes near none.'
      : `Only ${plural(wanted, 'question comes', 'questions come')} of what was read: these are all.`,
  begin: 'Answer the first question',
  goOn: 'Answer the next question',
  insight: 'This is the first insight',
  insightMeans: 'Each number leads to exactly its tasks. It is counted anew as work, goals and answers change.',
  whatNow: {
    unaligned: (link: LinkOf) => <>{link('Work with no why yet')}: say what it serves, or not now.</>,
    theMap: (link: LinkOf) => <>{link('The map')}: where the work of each team goes.</>,
    goals: (link: LinkOf) => <>{link('Goals')}: which of them nobody works on.</>,
    digest: (link: LinkOf) => <>{link('Settings')}: when the weekly digest comes, and to whom.</>,
    overview: 'To the Overview',
  },
};
