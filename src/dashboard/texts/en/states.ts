/** Faults, empty lists and what holds a place while something is read. */
export const statesTexts = {
  notUnderstood: 'This page met something it does not understand. Load it again.',
  nothingLost: 'Nothing was changed or lost: what Plumbline has read is kept.',
  giveNumber: (requestId: string) => ` If it stays so, give the owner this number: ${requestId}`,
  whoNotRead: 'Who you are could not be read',
  noAnswer: 'No answer',
  unreachable: 'Plumbline did not answer. See that it runs and that you are online, then try again.',
  otherKind: 'An answer of another kind',
  otherAnswered: (status: number) =>
    `Something between here and Plumbline answered ${status} in its place. Try again in a minute.`,
};

export const notFoundTexts = {
  pageTitle: 'No such page',
  title: 'There is no page here',
  toOverview: 'To the overview',
  advice: 'The address may be cut short. To find a task, paste its key or its URL into the search above.',
  broke: 'This page broke',
};
