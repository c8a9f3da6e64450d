/** How a key result stands, said by people, and where an even pace would stand. */
export const checkInTexts = {
  title: 'How it went',
  caption:
    'What was said at each check-in, against an even pace over the working days. The target is on top, whichever way the number goes.',
  table: (goalKey: string) => `Check-ins on ${goalKey}, newest first`,
  columns: { when: 'When', value: 'value', confidence: 'confidence', by: 'by', note: 'note', takeBack: 'take back' },
  notSaid: 'not said',
  takenBack: 'taken back',
  takeBack: 'Take back',
  takeBackOf: (day: string) => ` the check-in of ${day}`,
  evenPace: 'even pace',
  describe: (stands: string, from: string, to: string, by: string) =>
    `${stands} from ${from} to ${to} by ${by}. The table has every check-in.`,
  stands: (value: string, day: string) => `At ${value} on ${day}, on the way`,
  onTheWay: 'On the way',
  form: (goalKey: string) => `Check in on ${goalKey}`,
  value: 'Value now',
  valueIn: (unit: string) => `Value now, in ${unit}`,
  confidence: 'Confidence, 0 to 1',
  note: 'Note',
  send: 'Check in',
  sent: (goalKey: string) => `Checked in on ${goalKey}.`,
};

export const paceTexts = {
  title: (from: string, to: string, by: string) => `From ${from} to ${to} by ${by}`,
  left: (span: string) => `${span} left.`,
  endsToday: 'It ends today.',
  ended: (span: string) => `It ended ${span} ago.`,
  even: (value: string) => ` At an even pace over the working days it stands at ${value} today.`,
};
