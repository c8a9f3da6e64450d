/** Which share of each team's work may keep the lights on. */
export const allowancesTexts = {
  title: 'What may keep the lights on',
  lead: 'A plain share of a team’s live tasks. What rules call upkeep beyond it waits for a decision, the newest first; what a person said keeps the lights on is not asked about.',
  inForce: 'In force today, by team',
  team: 'Team',
  today: 'today',
  noBound: 'no bound',
  history: 'Who set which share, newest first',
  everyTeam: 'every team without its own',
  entry: (day: string, by: string, share: string, team: string, cycle: string | null, until: string | null) =>
    `${day}: ${by} set ${share} for ${team}${cycle ? ` in ${cycle}` : ''}${until ? `, until ${until}` : ''}`,
  form: 'Set what may keep the lights on',
  for: 'For',
  in: 'In',
  anyCycle: 'any cycle',
  share: 'Share in %',
  set: 'Set the share',
  isSet: 'The share is set.',
};
