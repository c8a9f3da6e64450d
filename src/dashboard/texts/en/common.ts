/** What stands on many pages in the same words. */
export const commonTexts = {
  close: 'Close',
  undo: 'Undo',
  firstPage: 'First page',
  nextPage: 'Next page',
  cancel: 'Cancel',
  save: 'Save',
  leave: 'Leave it',
  tryAgain: 'Try again',
  takenBack: 'Taken back.',
  reading: 'Reading',
  notJudged: 'not judged',
  notDone: 'That could not be done. Try again.',
  /** At the end of the title of each page. */
  pageTitle: (page: string) => `${page} · Plumbline`,
};
