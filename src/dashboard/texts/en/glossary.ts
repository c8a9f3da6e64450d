/** Short forms of the organisation. */
export const glossaryTexts = {
  title: 'Glossary',
  notRead: 'The glossary could not be read',
  lead: 'Short forms your organisation uses. A task that says “SSO” is read as if it said “single sign-on” too, and the other way round. What texts explain is proposed each night; nothing is read by it before somebody keeps it.',
  shelves: { kept: 'Kept', proposed: 'Proposed', dismissed: 'Dismissed' },
  whichEntries: 'Which entries',
  add: 'Add an entry',
  addButton: 'Add',
  nothingDismissed: 'Nothing is dismissed',
  nothingDismissedWhy: 'What you dismiss stays here, to be kept after all.',
  nothingProposed: 'Nothing is proposed',
  nothingProposedWhy:
    'Short forms that tasks or goals explain, as in “single sign-on (SSO)”, are proposed here the night after.',
  nothingKept: 'No entry yet',
  nothingKeptWhy: 'Enter a short form that your teams write and your goals do not, or keep one that is proposed.',
};

export const glossaryEntryTexts = {
  reword: (short: string) => `Reword ${short}`,
  rewordButton: 'Reword',
  keep: 'Keep',
  dismiss: 'Dismiss',
  of: (short: string) => ` ${short}`,
  initials: 'initials of a goal’s title',
  explainedIn: (texts: string) => `explained in ${texts}`,
  usedIn: (texts: string) => `used in ${texts}`,
  by: (person: string) => `${person}, `,
  foundIn: 'Found in',
  notSeen: (texts: string) => `${texts} you cannot see`,
  short: 'Short form',
  long: 'Stands for',
  added: (short: string) => `${short} is in the glossary.`,
  reworded: (short: string) => `${short} is reworded.`,
  dismissed: (short: string) => `${short} is dismissed.`,
  kept: (short: string) => `${short} is kept.`,
};
