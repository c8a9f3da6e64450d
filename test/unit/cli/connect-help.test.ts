import { expect, it } from 'vitest';
import { connectHelp } from '../../../src/cli/commands/connect-help.ts';

it('says of each tool what it asks for, what it can do without, and where a consent serves as well', () => {
  expect(connectHelp().trim().split('\n')).toEqual([
    'What each tool asks for:',
    '  jira        --base-url https://your-site.atlassian.net --email --token-file, or --oauth',
    '  asana       --base-url https://app.asana.com --token-file, or --oauth',
    '  trello      --base-url https://api.trello.com --key --token-file [--secret-file]',
    '  confluence  --base-url https://your-site.atlassian.net --email --token-file, or --oauth',
    '  notion      --base-url https://api.notion.com --token-file',
  ]);
});
