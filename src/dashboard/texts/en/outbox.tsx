import type { ReactNode } from 'react';

/** Every digest as it was sent, the next one, and when it comes. */
export const outboxTexts = {
  title: 'Outbox',
  notRead: 'The Outbox could not be read',
  about: 'The weekly digest of everybody who leads somebody, as it was sent. What its links would do is blanked here.',
  noMail: (code: (name: string) => ReactNode) => (
    <>
      No mail is set up, so digests are held here: whoever runs Plumbline sets {code('PLUMBLINE_SMTP_URL')} and{' '}
      {code('PLUMBLINE_MAIL_FROM')}.
    </>
  ),
  sentAndHeld: 'Sent and held',
  nothingYet: 'Nothing yet',
  firstComes: 'The first digest comes at its reader’s hour. Until then you can look at yours as it would be now.',
  closePreview: 'Close the preview',
  lookAtNext: 'Look at your next one',
  sendTest: 'Send me a test',
  testAsked: 'It stands below in a moment.',
  testNotAsked: 'It could not be asked for. Try again in a minute.',
  table: 'Digests',
  when: 'When',
  to: 'To',
  subject: 'Subject',
  state: 'State',
  notForYou: 'for its reader’s eyes, or not written yet',
  stateOf: (words: string, isTest: boolean) => (isTest ? `${words}, a test` : words),
  trouble: (words: string) => ` (${words})`,
  nextNotWritten: 'Your next digest could not be written',
  letterNotRead: 'This digest could not be read',
};

/** One digest, as its reader got it. */
export const letterTexts = {
  label: (subject: string) => `Digest: ${subject}`,
  asHtml: 'Show it as HTML',
  asText: 'Show its text part',
};

/** When one's own digest comes. */
export const digestChoiceTexts = {
  notForYou: 'A digest comes to those who lead somebody, and to owners.',
  form: 'Your digest',
  day: 'Day',
  hour: 'Hour',
  timeZone: 'Time zone',
  again: 'Send it again',
  pause: 'Pause it',
  stopped: (why: string) => `Nothing is sent to your address: ${why}. Send it again once it takes mail.`,
  next: (when: string) => `Your next digest comes on ${when}.`,
  paused: 'Your digest is paused.',
};

/** Digests and promises in a feed reader and a calendar. */
export const feedsTexts = {
  title: 'In a feed reader and a calendar',
  about:
    'Digests and promises whose day has come as a feed; days to look again and to check in as a calendar. Whoever has an address reads what you may see, so keep it to yourself.',
  make: 'Make addresses',
  makeOthers: 'Make other addresses',
  end: 'End them',
  none: 'There are none yet.',
  made: (madeAt: ReactNode, readAt: ReactNode | null) => (
    <>
      Made {madeAt}, {readAt === null ? 'not read yet' : <>read last {readAt}</>}. The address is not shown again: make
      other ones where it is lost, and those before end.
    </>
  ),
  feed: 'Feed (Atom)',
  calendar: 'Calendar (iCalendar)',
  onlyNow: 'Shown only now.',
  copy: 'Copy',
  copied: 'Copied',
};
