import type { LinkerExample, LinkerGoal } from '../../../../src/domain/linking/reading.ts';

/** Goals of a shop's software house, as such companies write them. */
export const GOALS: readonly LinkerGoal[] = [
  {
    id: 'churn',
    title: 'Lower monthly churn from 4 % to 2.5 %',
    text: 'Customers who cancel their subscription say why, and fewer of them do.',
  },
  {
    id: 'checkout',
    title: 'Checkout completes in under two seconds',
    text: 'From cart to paid order, measured at the 95th percentile on mobile.',
  },
  {
    id: 'soc2',
    title: 'Pass the SOC 2 Type II audit',
    text: 'Access reviews, audit log and evidence of all security controls are ready for the auditor.',
  },
  {
    id: 'germany',
    title: 'Launch in Germany with 200 paying customers',
    text: 'German translation, VAT invoices and SEPA direct debit.',
  },
  {
    id: 'support',
    title: 'Answer support tickets within four hours',
    text: 'Median first response of the help desk, weekends included.',
  },
  { id: 'cloud', title: 'Cut cloud costs by 30 %', text: 'Spend on AWS compute and storage for each thousand orders.' },
  {
    id: 'hiring',
    title: 'Hire six engineers',
    text: 'Offers accepted by September; the interview loop takes less than three weeks.',
  },
  {
    id: 'search',
    title: 'Shoppers find what they search for',
    text: 'Share of searches with a click on one of the first five results rises to 70 %.',
  },
];

const task = (id: string, title: string, goalIds: readonly string[], text = ''): LinkerExample => ({
  id,
  title,
  text,
  goalIds,
});

/** What each task serves, by those who wrote it. */
export const TASKS: readonly LinkerExample[] = [
  task('S-1', 'Ask customers why they cancel', ['churn'], 'A short survey on the page where a subscription ends.'),
  task('S-2', 'Win-back mail for cancelled subscriptions', ['churn']),
  task(
    'S-3',
    'Warn account managers when usage drops',
    ['churn'],
    'Customers whose logins fall by half churn within a month.',
  ),
  task('S-4', 'Load payment form before the cart is confirmed', ['checkout'], 'Saves 400 ms in checkout on mobile.'),
  task('S-5', 'CheckoutController: cache shipping rates', ['checkout']),
  task('S-6', 'Measure 95th percentile of order_placed', ['checkout']),
  task('S-7', 'Quarterly access review of production accounts', ['soc2']),
  task('S-8', 'Write every login to the audit log', ['soc2']),
  task('S-9', 'Collect evidence for the auditor', ['soc2'], 'Screenshots of backup jobs and on-call rota.'),
  task('S-10', 'Encrypt laptops', ['soc2'], 'A security control the auditor samples.'),
  task('S-11', 'Translate the cart into German', ['germany']),
  task('S-12', 'SEPA mandates in the payment page', ['germany'], 'Direct debit is what German customers expect.'),
  task('S-13', 'Invoices show VAT number', ['germany']),
  task('S-14', 'Route tickets by topic', ['support'], 'So that the first response comes from someone who knows.'),
  task('S-15', 'Weekend rota for the help desk', ['support']),
  task('S-16', 'Canned answers for refund tickets', ['support']),
  task('S-17', 'Delete orphaned EBS volumes', ['cloud'], 'They cost 2,100 $ a month in storage.'),
  task('S-18', 'Move image storage to cheaper class', ['cloud']),
  task('S-19', 'Right-size compute of the order workers', ['cloud'], 'AWS spend report says 60 % idle.'),
  task('S-20', 'Referral bonus for engineers', ['hiring']),
  task('S-21', 'Shorten the interview loop to three rounds', ['hiring']),
  task('S-22', 'Typo tolerance in search', ['search']),
  task('S-23', 'Log clicks on search results', ['search']),
  task('S-24', 'Synonyms for product names, so that searches find them', ['search']),
  task('S-25', 'Bump eslint to 9.4', []),
  task('S-26', 'Flaky test in date picker', []),
  task('S-27', 'Bump lodash to 4.17.21', []),
  task('S-28', 'Fix flaky build on main', []),
  task('S-29', 'Order new coffee machine', []),
  task('S-30', 'Rename legacy utils folder', []),
];
