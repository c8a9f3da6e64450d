import { z } from 'zod';

// Only what we read. Field names and types as in the recorded answers; Atlassian's OpenAPI document leaves most of them open.

const id = z.string().min(1);
const text = z.string().nullish();

const label = z.object({ id: text, name: text, color: text });

const listSchema = z.object({ id, name: z.string(), closed: z.boolean().nullish() });

export const customFieldSchema = z.object({
  id,
  name: z.string(),
  type: z.string(),
  options: z.array(z.object({ id, value: z.object({ text }).nullish() })).nullish(),
});
export type TrelloCustomField = z.infer<typeof customFieldSchema>;

export const customFieldItemSchema = z.object({
  idCustomField: id,
  /** Of a field of type `list`: the chosen option. */
  idValue: text,
  value: z.object({ text, number: text, date: text, checked: text }).nullish(),
});
export type TrelloCustomFieldItem = z.infer<typeof customFieldItemSchema>;

export const memberSchema = z.object({ id, fullName: text, username: text, email: text });
export type TrelloMember = z.infer<typeof memberSchema>;

const attachment = z.object({ name: text, url: text });

const checklist = z.object({ name: text, checkItems: z.array(z.object({ name: text })).nullish() });

export const cardSchema = z.object({
  id,
  name: z.string(),
  desc: text,
  idShort: z.number().nullish(),
  shortLink: text,
  shortUrl: text,
  url: text,
  idBoard: id,
  idList: id,
  idMembers: z.array(z.string()).nullish(),
  labels: z.array(label).nullish(),
  closed: z.boolean().nullish(),
  due: text,
  dueComplete: z.boolean().nullish(),
  start: text,
  dateLastActivity: text,
  isTemplate: z.boolean().nullish(),
  /** `separator`, `board`, `mirror`, `link`; null for a plain card. */
  cardRole: text,
  mirrorSourceId: text,
  customFieldItems: z.array(customFieldItemSchema).nullish(),
  attachments: z.array(attachment).nullish(),
  checklists: z.array(checklist).nullish(),
});
export type TrelloCard = z.infer<typeof cardSchema>;

export const boardSchema = z.object({
  id,
  name: z.string(),
  closed: z.boolean().nullish(),
  url: text,
  shortUrl: text,
  shortLink: text,
});
export type TrelloBoard = z.infer<typeof boardSchema>;

/** A board with what is nested in it. */
export const boardReadSchema = boardSchema.extend({
  lists: z.array(listSchema).nullish(),
  customFields: z.array(customFieldSchema).nullish(),
  members: z.array(memberSchema).nullish(),
});

const named = z.object({ id, name: text });

/** An action, of the feed or of a delivery. Its `data` holds what the action was about, and what `old` was. */
export const actionSchema = z.object({
  id: text,
  type: z.string(),
  date: text,
  data: z.object({
    card: z.object({ id, idList: text, closed: z.boolean().nullish() }).nullish(),
    /** The card whose checklist item became this one, or that this one is a copy of. */
    cardSource: z.object({ id }).nullish(),
    board: named.nullish(),
    boardSource: named.nullish(),
    boardTarget: named.nullish(),
    list: named.nullish(),
    listBefore: named.nullish(),
    listAfter: named.nullish(),
    old: z.object({ idList: text, closed: z.boolean().nullish(), name: text }).nullish(),
  }),
});
export type TrelloAction = z.infer<typeof actionSchema>;

export const cardIdSchema = z.object({ id });

/** `consecutiveFailures` and its date are missing in old answers. */
export const webhookSchema = z.object({
  id,
  idModel: id,
  callbackURL: z.string(),
  active: z.boolean().nullish(),
  consecutiveFailures: z.number().nullish(),
  firstConsecutiveFailDate: text,
});
export type TrelloWebhook = z.infer<typeof webhookSchema>;
