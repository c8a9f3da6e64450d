import { z } from 'zod';

// Only what is read. Field names and types: Jira Cloud platform REST v3 (OpenAPI of 2026-02-06) and, where older shapes differ,
// recorded v2 answers and deliveries: there ids may be numbers, people may have a name and no accountId.

const idSchema = z.union([z.string(), z.number()]).transform(String);
const instantSchema = z.union([z.string(), z.number()]);

const personSchema = z.object({
  accountId: z.string().nullish(),
  key: z.string().nullish(),
  name: z.string().nullish(),
  displayName: z.string().nullish(),
  emailAddress: z.string().nullish(),
});
export type JiraPerson = z.infer<typeof personSchema>;

const statusSchema = z.object({
  id: idSchema.nullish(),
  name: z.string(),
  statusCategory: z.object({ key: z.string().nullish() }).nullish(),
  scope: z.object({ project: z.object({ id: idSchema }).nullish() }).nullish(),
});

const namedSchema = z.object({ id: idSchema.nullish(), name: z.string() });
const referenceSchema = z.object({ id: idSchema, key: z.string().nullish() });

/** Loose, since custom fields have ids we only learn from `GET /field`. */
const issueFieldsSchema = z.looseObject({
  summary: z.string().nullish(),
  status: statusSchema,
  description: z.unknown().optional(),
  issuetype: z
    .object({ name: z.string(), subtask: z.boolean().nullish(), hierarchyLevel: z.number().nullish() })
    .nullish(),
  project: z.object({ id: idSchema, key: z.string().nullish(), name: z.string().nullish() }).nullish(),
  parent: referenceSchema.nullish(),
  /** Only in answers of the agile API. */
  epic: referenceSchema.nullish(),
  labels: z.array(z.string()).nullish(),
  assignee: personSchema.nullish(),
  reporter: personSchema.nullish(),
  creator: personSchema.nullish(),
  created: instantSchema.nullish(),
  updated: instantSchema.nullish(),
  resolutiondate: instantSchema.nullish(),
  statuscategorychangedate: instantSchema.nullish(),
  duedate: z.string().nullish(),
  components: z.array(namedSchema).nullish(),
  fixVersions: z.array(namedSchema).nullish(),
  timeoriginalestimate: z.number().nullish(),
});

export const issueSchema = z.object({
  id: idSchema,
  key: z.string(),
  self: z.string().nullish(),
  fields: issueFieldsSchema,
});
export type JiraIssue = z.infer<typeof issueSchema>;

/** The standard fields asked for; custom ones are added by their discovered ids. */
export const STANDARD_FIELDS = [
  'summary',
  'status',
  'description',
  'issuetype',
  'project',
  'parent',
  'labels',
  'assignee',
  'reporter',
  'creator',
  'created',
  'updated',
  'resolutiondate',
  'statuscategorychangedate',
  'duedate',
  'components',
  'fixVersions',
  'timeoriginalestimate',
] as const;

const fieldTypeSchema = z.object({
  type: z.string().nullish(),
  items: z.string().nullish(),
  custom: z.string().nullish(),
});

export const searchSchema = z.object({
  issues: z.array(z.unknown()),
  nextPageToken: z.string().nullish(),
  isLast: z.boolean().nullish(),
  /** Only where they were asked for. */
  names: z.record(z.string(), z.string()).nullish(),
  schema: z.record(z.string(), fieldTypeSchema).nullish(),
});

export const newestSchema = z.object({ issues: z.array(z.object({ fields: z.object({ updated: instantSchema }) })) });

export const refusalSchema = z.object({ errorMessages: z.array(z.string()) });

export const bulkIssuesSchema = z.object({
  issues: z.array(z.unknown()).nullish(),
  issueErrors: z.array(z.object({ id: idSchema.nullish(), errorMessage: z.string().nullish() })).nullish(),
});

export const bulkHistorySchema = z.object({
  issueChangeLogs: z
    .array(
      z.object({
        issueId: idSchema,
        changeHistories: z
          .array(z.object({ created: instantSchema, items: z.array(z.record(z.string(), z.unknown())) }))
          .nullish(),
      }),
    )
    .nullish(),
  nextPageToken: z.string().nullish(),
});

export const fieldsSchema = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    custom: z.boolean().nullish(),
    schema: fieldTypeSchema.nullish(),
  }),
);
export type JiraField = z.infer<typeof fieldsSchema>[number];

export const statusesSchema = z.array(statusSchema);

export const projectSchema = z.object({
  id: idSchema,
  key: z.string(),
  name: z.string(),
  self: z.string().nullish(),
  projectTypeKey: z.string().nullish(),
  style: z.string().nullish(),
  archived: z.boolean().nullish(),
  insight: z.object({ totalIssueCount: z.number().nullish() }).nullish(),
});
export type JiraProject = z.infer<typeof projectSchema>;

export const projectsSchema = z.object({ values: z.array(projectSchema), isLast: z.boolean().nullish() });

export const myselfSchema = personSchema.extend({ accountId: z.string(), timeZone: z.string().nullish() });
export const serverInfoSchema = z.object({ baseUrl: z.string().nullish(), serverTitle: z.string().nullish() });

export const remoteLinksSchema = z.array(
  z.object({ object: z.object({ url: z.string(), title: z.string().nullish() }) }),
);

export const usersSchema = personSchema;
