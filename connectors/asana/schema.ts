import { z } from 'zod';

// Only what we read. Every field but `gid` may be missing: an answer holds what was asked for with `opt_fields` and no more.
// Types as in Asana's OpenAPI document (defs/asana_oas.yaml, read 2026-11-22).

const gid = z.string().min(1);
const reference = z.object({ gid, name: z.string().nullish() });
const instant = z.string().nullish();
const day = z.string().nullish();

const customField = z.object({
  gid,
  name: z.string().nullish(),
  /** Older than `resource_subtype`, which says the same. */
  type: z.string().nullish(),
  resource_subtype: z.string().nullish(),
  representation_type: z.string().nullish(),
  display_value: z.string().nullish(),
  text_value: z.string().nullish(),
  number_value: z.number().nullish(),
  enum_value: reference.nullish(),
  multi_enum_values: z.array(reference).nullish(),
  people_value: z.array(reference).nullish(),
  reference_value: z.array(reference).nullish(),
  date_value: z.object({ date: z.string().nullish(), date_time: z.string().nullish() }).nullish(),
});
export type AsanaCustomField = z.infer<typeof customField>;

// Without nested fields asked for, Asana answers `memberships: [{}]`.
const membership = z.object({ project: reference.nullish(), section: reference.nullish() });

export const taskSchema = z.object({
  gid,
  name: z.string(),
  resource_subtype: z.string().nullish(),
  notes: z.string().nullish(),
  completed: z.boolean().nullish(),
  completed_at: instant,
  created_at: instant,
  modified_at: instant,
  start_on: day,
  due_on: day,
  due_at: instant,
  permalink_url: z.string().nullish(),
  num_subtasks: z.number().int().nonnegative().nullish(),
  assignee: reference.nullish(),
  created_by: reference.nullish(),
  followers: z.array(reference).nullish(),
  parent: reference.nullish(),
  memberships: z.array(membership).nullish(),
  projects: z.array(reference).nullish(),
  tags: z.array(reference).nullish(),
  custom_fields: z.array(customField).nullish(),
});
export type AsanaTask = z.infer<typeof taskSchema>;

export const projectSchema = z.object({
  gid,
  name: z.string(),
  archived: z.boolean().nullish(),
  permalink_url: z.string().nullish(),
  default_view: z.string().nullish(),
});
export type AsanaProject = z.infer<typeof projectSchema>;

export const userSchema = z.object({ gid, name: z.string().nullish(), email: z.string().nullish() });
export type AsanaUser = z.infer<typeof userSchema>;

export const workspaceSchema = z.object({ gid, name: z.string().nullish() });

export const meSchema = userSchema.extend({ workspaces: z.array(workspaceSchema).nullish() });

export const sectionSchema = z.object({ gid, name: z.string() });

export const fieldSettingSchema = z.object({ custom_field: customField.nullish() });

export const goalSchema = z.object({
  gid,
  name: z.string(),
  notes: z.string().nullish(),
  status: z.string().nullish(),
  owner: reference.nullish(),
  due_on: z.string().nullish(),
  metric: z
    .object({
      unit: z.string().nullish(),
      currency_code: z.string().nullish(),
      initial_number_value: z.number().nullish(),
      target_number_value: z.number().nullish(),
    })
    .nullish(),
});
export type AsanaGoal = z.infer<typeof goalSchema>;

export const goalRelationshipSchema = z.object({
  gid,
  contribution_weight: z.number().nullish(),
  supporting_resource: z.object({ gid, resource_type: z.string().nullish(), name: z.string().nullish() }).nullish(),
  supported_goal: reference.nullish(),
});
export type AsanaGoalRelationship = z.infer<typeof goalRelationshipSchema>;

export const portfolioItemSchema = z.object({ gid, resource_type: z.string() });

/** A task of the id-only sweep. */
export const taskIdSchema = z.object({ gid, num_subtasks: z.number().int().nonnegative().nullish() });

/** Any list answer: the records unread, so that one bad record does not lose the page. */
export const listSchema = z.object({
  data: z.array(z.unknown()),
  next_page: z.object({ offset: z.string().min(1) }).nullish(),
});

export const oneSchema = z.object({ data: z.unknown() });

/** An event of a delivery, or of the change feed: compact, so what it names is read again. */
export const eventSchema = z.object({
  action: z.string(),
  resource: z.object({ gid, resource_type: z.string().nullish() }).nullish(),
  parent: z.object({ gid, resource_type: z.string().nullish() }).nullish(),
  created_at: instant,
  change: z.object({ field: z.string().nullish() }).nullish(),
});
export type AsanaEvent = z.infer<typeof eventSchema>;

/** The change feed's answer; `data` is left out of it where nothing happened. */
export const eventsSchema = z.object({
  data: z.array(z.unknown()).nullish(),
  sync: z.string().min(1),
  has_more: z.boolean().nullish(),
});

/** The body of its 412. */
export const expiredSyncSchema = z.object({ sync: z.string().min(1) });

export const webhookSchema = z.object({
  gid,
  active: z.boolean().nullish(),
  resource: z.object({ gid }).nullish(),
  target: z.string(),
  last_success_at: instant,
  last_failure_at: instant,
  last_failure_content: z.string().nullish(),
  failure_deletion_timestamp: instant,
});
export type AsanaWebhook = z.infer<typeof webhookSchema>;
