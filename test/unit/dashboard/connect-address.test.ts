import { describe, expect, it } from 'vitest';
import { readAddress } from '../../../src/dashboard/connect-address.ts';

describe('an address that a person gives', () => {
  it.each([
    ['https://larkfield.atlassian.net', 'https://larkfield.atlassian.net'],
    [' larkfield.atlassian.net/ ', 'https://larkfield.atlassian.net'],
    ['https://larkfield.atlassian.net/jira/software/projects/ONB/boards/1?a=b', 'https://larkfield.atlassian.net'],
    ['https://tools.example/jira/', 'https://tools.example/jira'],
    ['http://127.0.0.1:4680', 'http://127.0.0.1:4680'],
    ['localhost:4680', 'https://localhost:4680'],
  ])('is taken as it was copied: %s', (typed, read) => {
    expect(readAddress(typed)).toBe(read);
  });

  it.each(['', 'our jira', 'nowhere', 'ftp://tools.example', 'https://olga:secret@tools.example', 'https://'])(
    'is refused where it is none: %s',
    (typed) => expect(readAddress(typed)).toBeNull(),
  );
});
