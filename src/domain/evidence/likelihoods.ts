import type { EvidenceKind } from '../evidence.ts';

/**
 * What each kind of evidence is worth until the organisation's own decisions say better.
 * Fixed and argued in docs/decisions/2026-11-22-likelihoods.md.
 */
export const LIKELIHOODS = {
  /** The field that the mapping says carries the goal. */
  goalField: 0.99,
  /** The tool's own relationship between goal and task. */
  toolGoal: 0.98,
  label: 0.97,
  otherField: 0.95,
  title: 0.95,
  goalLink: 0.95,
  /** A wiki page names the task under the goal's heading, or the task links to that heading. */
  pageHeading: 0.95,
  /** A wiki page that states one objective, or one goal alone, names the task. */
  page: 0.9,
  /** A wiki page names the task where several goals could be meant, or none is stated. */
  pageNear: 0.6,
  /** Named by a key that more than one Jira site uses. */
  sharedKey: 0.6,
  text: 0.9,
  /** A goal's whole title inside running text. */
  titleInText: 0.88,
  /** A short key in running prose with nothing beside it that marks it: "O2" is oxygen, too. */
  bareKey: 0.6,
  /** Several open goals share the title that was found. */
  sharedTitle: 0.6,
  rule: 0.95,
  /** A section or list whose name states a goal. */
  groupName: 0.93,
  scopeName: 0.9,
  /** A person, or the tool's own goal, linked the whole scope. */
  scopeLinked: 0.95,
  /** Each step up to a parent keeps this much. */
  perStep: 0.98,
  /** At most: what a language model says of its own sureness is not calibrated. Never automatic, whatever the threshold. */
  judge: 0.75,
  /** A person said so. */
  decision: 1,
} as const;

/** Less than this is not worth a person's look; it stays in what was tried. */
export const SUGGEST_FROM = 0.4;

/** Strongest first, as a number: 0 for stated. */
export const KIND_RANK: Readonly<Record<EvidenceKind, number>> = {
  stated: 0,
  inherited: 1,
  rule: 2,
  learned: 3,
  text: 4,
  judged: 5,
};
