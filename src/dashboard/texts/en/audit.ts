/** Who changed what. */
export const auditTexts = {
  title: 'Audit trail',
  notRead: 'The audit trail could not be read',
  lead: 'Who changed people, roles, settings, connections and how work is read, what was imported, and who took data out. Nothing in it is ever changed.',
  nothing: 'Nothing yet',
  nothingWhy: 'The first invite, role or setting that somebody changes is written down here.',
  caption: 'What was done',
  when: 'When',
  who: 'Who',
  what: 'What',
};
