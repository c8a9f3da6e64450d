import type { Topic } from './topic.ts';

/** O5: grow with hospitals that recommend us. */
export const growth: readonly Topic[] = [
  {
    goal: 'KR5.1',
    epics: ['Value review with every customer', 'Early warning before renewal', 'Second module for existing hospitals'],
    titles: [
      'Value review with {hospital}',
      'Renewal plan for {hospital}',
      'Offer the rostering module to {hospital}',
      'Savings one-pager for {ward} at {hospital}',
      'Executive sponsor for {hospital}',
      'Flag customers whose {report} figures fall',
      'Renewal risk score from usage of the {screen}',
      'Quarterly review deck with {report} figures',
      'Ask {hospital} what would make them extend to {ward}',
      'Upgrade path from the basic to the full {screen}',
      'Find wards at {hospital} that do not use us yet',
      'Price for adding {ward} in the middle of a term',
    ],
    telling: [
      'Net revenue retention by region: {region}',
      'Retention plan for {hospital} before renewal',
      'Expand revenue at {hospital} with a second module',
      'Revenue at risk of not being retained in {region}',
    ],
    details: [
      'The contract of {hospital} ends in {month}.',
      'Usage in {ward} fell by {percent} since the summer.',
      'Their finance director wants figures, not stories.',
      '{hospital} pays for {count} wards and uses half of them.',
      'Needs the {report} report for the last four quarters.',
    ],
  },
  {
    goal: 'KR5.2',
    epics: ['Ten hospitals that speak for us', 'Case studies chief nurses believe', 'Reference visits'],
    titles: [
      'Case study with {hospital}',
      'Site visit for prospects at {hospital}',
      'Film the chief nurse of {hospital}',
      'Reference clause in the contract with {hospital}',
      'Before-and-after figures from {ward} at {hospital}',
      'Invite {hospital} to speak at {event}',
      'Quote sheet for tenders in {region}',
      'Ask {role} at {hospital} for a short statement',
      'Permission to show the logo of {hospital}',
      'Story on {ward} for the trade press in {region}',
      'Thank-you plan for hospitals that take calls for us',
    ],
    telling: [
      'Sign {hospital} as a reference hospital',
      'Reference agreement with {hospital}',
      'Next reference hospital in {region}',
      'Which hospitals could become signed references?',
      'Reference hospital: open points at {hospital}',
    ],
    details: [
      'The chief nurse of {hospital} offered to talk to others.',
      'Prospects in {region} ask for a hospital of their size.',
      'Legal needs two weeks for the wording.',
      'Figures from {ward} are good enough to publish.',
      'Waiting for the press office of {hospital}.',
    ],
  },
];
