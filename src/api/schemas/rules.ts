import { z } from 'zod';
import { flagStateSchema, goalRefSchema, toolSchema, weightSchema } from './common.ts';

const conditionSchema = z.string().trim().max(200);

/** All that are given have to hold. Case is ignored; `scope` and `text` look inside. */
const whenSchema = z.strictObject({
  tool: conditionSchema.optional(),
  scope: conditionSchema.optional(),
  label: conditionSchema.optional(),
  type: conditionSchema.optional(),
  team: conditionSchema.optional(),
  /** `Name=value`, or a name alone for "has any value". */
  field: conditionSchema.optional(),
  text: conditionSchema.optional(),
});

const leadsToSchema = z.string().trim().max(50);

export const rulesSchema = z.object({
  /** In the order they are tried: the first that fits wins. */
  items: z.array(
    z.object({
      /** It keeps its number for ever; evidence names it by that. */
      id: z.string(),
      position: z.int(),
      when: whenSchema,
      /** A goal's key, or `ktlo`. */
      leadsTo: z.string(),
      goal: goalRefSchema.nullable(),
      /** Judged tasks that the viewer may see and this rule is the first to fit. */
      caught: z.int(),
      /** That fit it as well, and an earlier rule takes. */
      takenBefore: z.int(),
    }),
  ),
});
export type RulesAnswer = z.infer<typeof rulesSchema>;

export const ruleOffersSchema = z.object({
  labels: z.array(z.string()),
  types: z.array(z.string()),
  scopes: z.array(z.string()),
  teams: z.array(z.string()),
});
export type RuleOffers = z.infer<typeof ruleOffersSchema>;

export const addRuleBodySchema = z.strictObject({ when: whenSchema, leadsTo: leadsToSchema });
export type AddRuleBody = z.infer<typeof addRuleBodySchema>;

export const changeRuleBodySchema = z.strictObject({
  when: whenSchema.optional(),
  leadsTo: leadsToSchema.optional(),
  /** Its place in the order, from 1. */
  position: z.int().min(1).optional(),
});
export type ChangeRuleBody = z.infer<typeof changeRuleBodySchema>;

export const rulesChangedSchema = z.object({ changeId: z.int(), ruleId: z.string() });
export type RulesChangedAnswer = z.infer<typeof rulesChangedSchema>;

export const previewRuleBodySchema = addRuleBodySchema.extend({
  /** The rule that would be reworded; left out: a new one, tried last. */
  ruleId: z.string().max(100).optional(),
});
export type PreviewRuleBody = z.infer<typeof previewRuleBodySchema>;

/** What a rule would catch of the judged tasks that the viewer may see. */
export const rulePreviewSchema = z.object({
  caught: z.int(),
  takenBefore: z.int(),
  /** Of the caught, those that serve a goal by more than a rule. */
  servesAlready: z.int(),
  /** Whose state would be another. */
  moved: z.int(),
  weight: weightSchema,
  rate: z.number().nullable(),
  rateAfter: z.number().nullable(),
  /** The first twenty. */
  tasks: z.array(
    z.object({
      id: z.string(),
      tool: toolSchema,
      key: z.string().nullable(),
      title: z.string(),
      state: flagStateSchema,
      /** What its conditions found: "label ops, “cert” in the title". */
      found: z.string(),
    }),
  ),
});
export type RulePreview = z.infer<typeof rulePreviewSchema>;
