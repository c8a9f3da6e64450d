import { z } from 'zod';
import { PROPOSAL_DOES } from '../../domain/proposal-choice.ts';
import { NOTE_CODES } from '../../domain/proposal-diff.ts';
import { PROPOSAL_FIELDS } from '../../domain/proposal-diff-fields.ts';
import { daySchema, instantSchema, namedRefSchema, pageQuerySchema, sourceSchema } from './common.ts';

const stateSchema = z.enum(['open', 'settled', 'dismissed']);
/** unreadable: the wiki does not give the page any more. trashed: it can come back. In both, goals stay as they are. */
const pageStateSchema = z.enum(['readable', 'unreadable', 'trashed']);

/** What each column of a data source holds, by the column's name. */
export const goalColumnsSchema = z.object({
  kind: z.string().min(1).max(200).optional(),
  key: z.string().min(1).max(200).optional(),
  objective: z.string().min(1).max(200).optional(),
  keyResult: z.string().min(1).max(200).optional(),
  from: z.string().min(1).max(200).optional(),
  to: z.string().min(1).max(200).optional(),
  unit: z.string().min(1).max(200).optional(),
  by: z.string().min(1).max(200).optional(),
  owner: z.string().min(1).max(200).optional(),
});
export type GoalColumnsAnswer = z.infer<typeof goalColumnsSchema>;

const decisionSchema = z.object({
  id: z.int(),
  says: z.enum(['accepted', 'dismissed']),
  byName: z.string(),
  at: instantSchema,
  /** What it did, by goal key. */
  done: z.array(z.object({ do: z.enum(PROPOSAL_DOES), key: z.string() })),
});

const proposalSchema = z.object({
  id: z.string(),
  /** Where the goals were read. */
  from: z.enum(['page', 'data-source', 'tool-goals']),
  tool: sourceSchema,
  connection: namedRefSchema,
  title: z.string(),
  url: z.string().nullable(),
  page: pageStateSchema,
  /** open: it states something that nobody decided on yet. */
  state: stateSchema,
  foundAt: instantSchema,
  changedAt: instantSchema,
  goals: z.int(),
  /** What accepting everything would do. */
  added: z.int(),
  changed: z.int(),
  missing: z.int(),
  lastDecision: decisionSchema.nullable(),
});
export type ProposalAnswer = z.infer<typeof proposalSchema>;

export const proposalsQuerySchema = pageQuerySchema.extend({
  state: z.enum(['open', 'settled', 'dismissed', 'unreadable']).default('open'),
});
export const proposalsSchema = z.object({
  items: z.array(proposalSchema),
  nextCursor: z.string().nullable(),
  counts: z.object({ open: z.int(), settled: z.int(), dismissed: z.int(), unreadable: z.int() }),
});
export type ProposalsAnswer = z.infer<typeof proposalsSchema>;

const fieldSchema = z.object({
  name: z.enum(PROPOSAL_FIELDS),
  /** As people read them; null: nothing. */
  ours: z.string().nullable(),
  stated: z.string().nullable(),
  /** Somebody changed ours since the page was accepted: it stays unless this field is chosen. */
  isConflict: z.boolean(),
});

const itemSchema = z.object({
  /** By what it is chosen. */
  id: z.string(),
  is: z.enum(['added', 'changed', 'missing', 'same']),
  /** It reads like a goal of ours that was not known to be written here. */
  isLink: z.boolean(),
  /** It cannot be accepted; a note says why. */
  isBlocked: z.boolean(),
  /** Chosen unless a person says otherwise. */
  isChosen: z.boolean(),
  kind: z.enum(['objective', 'key-result']),
  /** Ours, or the one it would get. */
  key: z.string(),
  /** As the page states it; ours where it does not any more. */
  title: z.string(),
  parentKey: z.string().nullable(),
  from: z.number().nullable(),
  to: z.number().nullable(),
  unit: z.string().nullable(),
  by: daySchema.nullable(),
  /** As the page names them. */
  owner: z.string().nullable(),
  /** The headings it stands under. */
  path: z.array(z.string()),
  fields: z.array(fieldSchema),
  notes: z.array(z.object({ code: z.enum(NOTE_CODES), detail: z.string() })),
});
export type ProposalItemAnswer = z.infer<typeof itemSchema>;

export const proposalDetailSchema = proposalSchema.extend({
  /** To be sent back with a decision. */
  seenHash: z.string(),
  /** The cycle the page is about, as guessed. */
  cycle: namedRefSchema.nullable(),
  items: z.array(itemSchema),
  dataSource: z
    .object({
      scopeId: z.string(),
      columnNames: z.array(z.string()),
      columns: goalColumnsSchema,
      /** By their names; nobody said otherwise. */
      isGuessed: z.boolean(),
    })
    .nullable(),
});
export type ProposalDetail = z.infer<typeof proposalDetailSchema>;

const choiceSchema = z.object({
  id: z.string().max(2_000),
  do: z.enum(PROPOSAL_DOES),
  /** `change` and `link`: those taken from the page; left out: all that nobody changed here. */
  fields: z.array(z.enum(PROPOSAL_FIELDS)).max(10).optional(),
  /** `add`: another goal to stand under than the page says. */
  parentKey: z.string().max(50).optional(),
  /** `link`: which goal it is. */
  goalKey: z.string().max(50).optional(),
});

export const decideProposalBodySchema = z.discriminatedUnion('says', [
  z.object({
    says: z.literal('accepted'),
    seenHash: z.string().max(100),
    items: z.array(choiceSchema).max(2_000),
    /** A cycle's id; null: none; left out: the one the page is about. */
    cycle: z.string().max(100).nullable().optional(),
    /** A team's id; null: none; left out: each owner's team. */
    team: z.string().max(100).nullable().optional(),
    /** What goals stand under whose page names nothing above them. */
    parentKey: z.string().max(50).nullable().default(null),
  }),
  z.object({ says: z.literal('dismissed'), seenHash: z.string().max(100) }),
]);
export type DecideProposalBody = z.input<typeof decideProposalBodySchema>;

export const decideProposalAnswerSchema = z.object({
  decisionId: z.int(),
  added: z.int(),
  changed: z.int(),
  linked: z.int(),
  closed: z.int(),
});
export type DecideProposalAnswer = z.infer<typeof decideProposalAnswerSchema>;

/** What could not be as before, and why. */
export const undoProposalAnswerSchema = z.object({
  kept: z.array(z.object({ key: z.string(), because: z.string() })),
});
export type UndoProposalAnswer = z.infer<typeof undoProposalAnswerSchema>;

/** Where a goal is written. */
export const goalSourceSchema = z.object({
  /** null: a page you may not see. */
  title: z.string().nullable(),
  url: z.string().nullable(),
  tool: sourceSchema,
  path: z.array(z.string()),
  page: pageStateSchema,
  /** Its last reading does not state the goal any more. */
  isMissing: z.boolean(),
  /** It states something that nobody decided on yet. */
  isChanged: z.boolean(),
  /** Its proposal, for those who may decide on it. */
  proposalId: z.string().nullable(),
  /** The connection it was read by, where that was removed with all it had read; the page itself may be there still. */
  removedFrom: z.string().nullable(),
});
