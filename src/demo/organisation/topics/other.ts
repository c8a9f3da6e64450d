/** Work that serves no goal: what keeps the lights on, what nobody tied to anything, and titles that tell nothing at all. */

/** Each is caught by one of the organisation's rules (see `rules.ts`), by the words or by the label that goes with it. */
export const upkeep: readonly { readonly title: string; readonly label: string | null; readonly bug?: boolean }[] = [
  { title: 'Renew the TLS certificate of {hospital}', label: null },
  { title: 'Certificate renewal for the {service} service', label: null },
  { title: 'Dependency upgrade: {package}', label: null },
  { title: 'Dependency upgrades for the {service} service, {month}', label: null },
  { title: 'On-call handover, week {week}', label: null },
  { title: 'On-call: {service} paged {count} times on {weekday}', label: null },
  { title: 'Rotate the signing keys of the {service} service', label: 'ktlo' },
  { title: 'Vacuum {database}', label: 'ktlo' },
  { title: 'Clean up old builds of {service}', label: 'ktlo' },
  { title: 'Patch window for {database}, {month}', label: 'ktlo' },
  { title: 'Answer the security questionnaire of {hospital}', label: 'support-rota' },
  { title: 'Reset locked accounts at {hospital}', label: 'support-rota' },
  { title: 'Support rota: leftovers of week {week}', label: 'support-rota' },
  { title: 'Export of audit records for {hospital}', label: 'support-rota' },
  { title: '{service} returns 500 for an empty {field}', label: 'ktlo', bug: true },
  { title: 'Wrong time zone on the {report} report of {hospital}', label: 'support-rota', bug: true },
  { title: 'Disk alarm on {database}', label: 'ktlo', bug: true },
];

/** Titles for tools without labels of that kind. */
export const calendarUpkeep: readonly string[] = [
  'Annual penetration test, {month}',
  'ISO 27001: evidence for access reviews in {month}',
  'Review supplier contract for {system}',
  'Data protection training, group {count}',
  'Restore test for the auditors, {month}',
  'Update the register of processing for {hospital}',
  'Medical device file: review of {service}',
  'Fire drill and first-aid list, {month}',
  'Access review for {hospital}',
  'Clinical safety case: yearly signature for the {screen}',
  'Check retention periods in {database}',
];

/** Somebody wanted it; nobody said what for. By the sort of team it ends up with. */
export const stray: Readonly<Record<'engineering' | 'commercial' | 'office', readonly string[]>> = {
  engineering: [
    'Rewrite the {service} service in Rust',
    'Try the new {package} beta',
    'Dark theme for the admin console',
    'Animated logo on the sign-in page',
    'Side project: bed board on a smart watch',
    'Request from {person}: custom colours for the {report} report',
    'Request from {person}: export the {screen} to PowerPoint',
    '{person} would like a map view of all sites',
    'Replace Jenkins with something nicer',
    'Rename “{screen}” to something catchier',
    'Clean up the icon set',
    'Investigate blockchain for audit records',
    'Add emoji reactions to comments',
    'Special {report} layout for {hospital}',
    'Spike: micro front ends for the {screen}',
    'Unify button radius across screens',
    'Refactor the {service} module to hexagonal style',
    'Look into alternatives to {package}',
    'Custom {report} extract for {person}',
    'Internal leaderboard for closed tickets',
    'Translate release notes into {language}',
    'Banner about {event} inside the product',
    'Weather widget on the {screen}',
    'Old request: print the {screen} in A3',
    'Show {store} on a screen in {room} room',
    'Merge the two wikis',
    'Command-line tool for {person}',
    'Convert the {service} tests to another framework',
    'Monorepo: yes or no?',
    'Prototype: ask the {screen} questions in plain language',
    'Generate the changelog from commit messages',
    'Colour-blind palette for the {report} charts',
  ],
  commercial: [
    'Chatbot for {event}',
    'Swag for {event}',
    'Landing page in {language} for {region}',
    'Prototype a game for {event}',
    'Podcast with {person}',
    'Redesign the e-mail footer',
    'Share photos of {event}',
    'Compare {count} vendors for survey software',
    'New slide template for {person}',
    'Christmas cards for customers in {region}',
    'Rename the newsletter',
    'Stand design for {event}',
    'Special {report} figures for {person}',
    'Translate the brochure into {language}',
    'Try advertising on trains in {region}',
    'Clean up old contacts in the CRM',
    'Short film about the office in {room} room',
    'Invite {person} to the customer breakfast',
    'Quiz for the website',
  ],
  office: [
    'New {gadget} for {room} room',
    'Upgrade the {gadget} in {room} room',
    'Office move: desks for {room} room',
    'Summer party {month}: find a place',
    'Move the intranet to a new theme',
    'Photos of new colleagues, {month}',
    'Proof of concept: voice assistant for the canteen menu',
    'Bicycle racks behind the building',
    'Repaint {room} room',
    'Book club, {month}',
    'Show {store} on a screen in {room} room',
    'Replace the plants in {room} room',
    'Survey: which fruit basket?',
    'Lost and found: keys from {weekday}',
    'Standing desks, group {count}',
    'Football table for {room} room',
    'Name badges for {event}',
    'Parking rules for visitors',
  ],
};

export const strayDetails: readonly string[] = [
  'Came up over lunch with {person}.',
  'Would be nice to have.',
  '{person} asked for it in the corridor.',
  'Competitors seem to have something like it.',
  'About {count} days of work, maybe more.',
  'Parked since {month}.',
  'No customer has asked, but it would be fun.',
  '{hospital} mentioned it once.',
  'See the thread from {weekday}.',
];

export const strayEpics: readonly string[] = [
  'Internal tooling revamp',
  'Nice things for the user group',
  'Engineering wish list',
  'Look and feel refresh',
  'Experiments',
];

export const upkeepEpics: readonly string[] = ['Keep the lights on', 'Housekeeping', 'Routine operations'];

export const catchAllEpics: readonly string[] = [
  'Unassociated tickets',
  'Misc',
  'Miscellaneous',
  'Other',
  'Backlog (uncategorised)',
  'No epic',
];

/** Work that does serve a goal, and whose words say nothing about it. */
export const opaque: readonly string[] = [
  'Follow-up from {weekday}’s call with {person}',
  'Part {count} of the spike',
  'Finish what {person} started',
  'Open points from the workshop in {room} room',
  'Second attempt',
  'Fix the thing {person} mentioned',
  'To be discussed with {person}',
  'Prepare slides for {weekday}',
  'Review comments from {person}',
  'Remaining {percent} of the migration script',
  'Clarify requirements with {person}',
  'Merge the branch from {weekday}',
];

export const opaqueDetails: readonly string[] = [
  'Details in the chat.',
  'See the recording.',
  '{person} knows more.',
  'As agreed on {weekday}.',
  '',
];

/** What templates leave behind when people forget to fill them in. */
export const boilerplate: readonly string[] = [
  'As a <role> I want <what> so that <why>.\n\nAcceptance criteria\n\n- \n- ',
  'Steps to reproduce\n\n1. \n2. \n\nExpected result\n\nActual result',
  'Which goal does this serve? (please fill in)\n\nDefinition of done\n\n- reviewed\n- tested\n- documented',
  'Background\n\nProposal\n\nOut of scope',
  'Checklist\n\n- [ ] product has agreed\n- [ ] support knows\n- [ ] release note written',
];

/** What goes wrong in each area, by objective: titles of bugs. */
export const faults: Readonly<Record<string, readonly string[]>> = {
  O1: [
    'The {screen} stays blank after a deploy of {service}',
    '{service} keeps its lock on {database} after a restart',
    'Alarm for {service} never clears',
    'The {screen} shows old data for a minute after fail-over',
    'Health check of {service} is green while {database} is away',
  ],
  O2: [
    'Upload of the {file} stops at row 10,000',
    'Umlauts are lost in the {file}',
    'The {step} step stays open although it is done',
    'Two administrators overwrite each other’s mapping of the {field}',
    'Empty lines at the end of the {file} count as errors',
  ],
  O3: [
    '{message} with two {field} segments is refused',
    '{resource} comes back without a {patientField}',
    'Time zone of {message} from {system} is off by an hour',
    'Subscription for {resource} stops after a week',
    'Acknowledgement of {message} is sent twice',
  ],
  O4: [
    'The {screen} loses the last entry on {device}',
    'Notification opens the wrong patient on {device}',
    'Saving the {screen} twice doubles the {detail}',
    'Scrolling on the {screen} jumps back to the top',
    'Sign-in with a badge fails on {device}',
  ],
  O5: [
    'The {report} figures of {hospital} differ between two pages',
    'Export of the {report} report is cut at 1,000 rows',
    'Renewal date of {hospital} is shown a day early',
    'Usage of {ward} is counted twice',
  ],
};
