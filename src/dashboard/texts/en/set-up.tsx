import type { ReactNode } from 'react';
import type { SourceName } from '../../../domain/task.ts';

interface SetUp {
  /** What to click in the tool, one after the other, and what to copy where. */
  readonly steps: readonly ReactNode[];
  /** What whoever makes it must be able to see. */
  readonly sees: string;
  /** How long it lives. */
  readonly lives: string;
  /** How changes come, and what they need. */
  readonly changes: string;
  /** What the vendors' documents do not say. */
  readonly unverified?: string;
}

const out = (href: string, text: string) => (
  <a href={href} target="_blank" rel="noreferrer">
    {text}
  </a>
);

const atlassianSteps = (address: string): readonly ReactNode[] => [
  <>Sign in to Atlassian as the account whose sight Plumbline shall have.</>,
  <>
    Open {out('https://id.atlassian.com/manage-profile/security/api-tokens', 'id.atlassian.com')}, then Security, API
    tokens, and create an API token. Name it “Plumbline”.
  </>,
  <>Copy the token at once, it is shown only there, and paste it here under “API token”.</>,
  <>Give that account’s e-mail address, and {address}.</>,
];

const atlassianLives =
  'One day to one year, as chosen when it is made; a year if nothing is chosen. Plumbline says when it is refused, and keeps what it read.';

/** How each tool is connected with a token: from Jira’s, Asana’s, Trello’s, Confluence’s and Notion’s own documents. */
export const setUpTexts = {
  title: (tool: string) => `What to do in ${tool}`,
  sees: 'What it sees',
  lives: 'How long it lives',
  changes: 'How changes come',
  unverified: 'Not verified',
  trelloToken: 'Open Trello’s page that makes the token for this key',
  trelloTokenFirst: 'Type the API key, and the link to the page that makes the token appears here.',
  of: {
    jira: {
      steps: atlassianSteps('the address of your Jira, like https://your-site.atlassian.net'),
      sees: 'Exactly the projects that account may browse. A project without “Browse projects” for it is not there for Plumbline.',
      lives: atlassianLives,
      changes:
        'As they happen where the account is a Jira administrator and Plumbline has a public address; else Plumbline asks every five minutes.',
      unverified:
        'The names of the pages at Atlassian, and whether a token “with scopes” is taken: choose the one without, it is the one we know.',
    },
    asana: {
      steps: [
        <>Sign in to Asana as the account whose sight Plumbline shall have.</>,
        <>
          Open {out('https://app.asana.com/0/my-apps', 'the developer console')}, or My settings, Apps, Developer apps,
          and create a personal access token. Name it “Plumbline”.
        </>,
        <>Copy the token at once and paste it here.</>,
      ],
      sees: 'Every project and goal that account sees: a personal access token stands for the whole person.',
      lives: 'Until somebody takes it back in Asana.',
      changes: 'As they happen where Plumbline has a public address; else Plumbline asks every five minutes.',
      unverified: 'How long a token lives, and the names of the pages in Asana.',
    },
    trello: {
      steps: [
        <>
          Open {out('https://trello.com/power-ups/admin', 'trello.com/power-ups/admin')} and make a new Power-Up named
          “Plumbline”. It needs no address of its own.
        </>,
        <>Under API key generate a key. Copy it here under “API key”, and the secret beside it under “Secret”.</>,
        <>
          With the key typed here, a link appears beneath it that asks Trello for a token that may only read and does
          not end. Allow it, and copy the token here.
        </>,
      ],
      sees: 'Every board of that account: Trello cannot narrow a token to some. Which of them are read is chosen in the next step.',
      lives:
        'As long as is asked for: an hour, a day, thirty days, or until it is taken back. The link asks for the last.',
      changes:
        'As they happen with the secret, which proves that a message is Trello’s, and a public address; else Plumbline asks every five minutes.',
      unverified: 'The names of the pages at Trello, and whether a token that only reads may make webhooks.',
    },
    confluence: {
      steps: atlassianSteps('the address of your site, like https://your-site.atlassian.net'),
      sees: 'The spaces and pages that account may view.',
      lives: atlassianLives,
      changes: 'Confluence Cloud tells nobody of changes: Plumbline asks every quarter of an hour.',
      unverified: 'The names of the pages at Atlassian.',
    },
    notion: {
      steps: [
        <>
          Open {out('https://www.notion.so/my-integrations', 'notion.so/my-integrations')} and make a new internal
          integration in your workspace. Name it “Plumbline”.
        </>,
        <>Among its capabilities tick “Read content”; it needs no other.</>,
        <>
          In Notion open the page or database that holds your goals, then ••• and Connections, and add “Plumbline”. What
          stands beneath it is shared with it.
        </>,
        <>Copy the integration’s token (it begins with ntn_) and paste it here.</>,
      ],
      sees: 'Only what is shared with the integration, and what stands beneath it.',
      lives: 'Until the integration is deleted or its token is made anew.',
      changes:
        'Plumbline asks every quarter of an hour. With a webhook, which only a person can make in Notion, it hears at once: its steps stand on the connection’s page.',
      unverified: 'The names of the pages in Notion, and how long a token lives.',
    },
  } satisfies Record<SourceName, SetUp>,
};
