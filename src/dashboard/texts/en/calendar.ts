/** The calendar behind a field for a day. */
export const calendarTexts = {
  open: 'Calendar',
  choose: 'Choose a day',
  monthBefore: 'Month before',
  monthAfter: 'Month after',
  none: 'No day',
};
