import { z } from 'zod';
import { instantSchema, pageQuerySchema, sourceSchema } from './common.ts';
import { heldRemovalSchema } from './manage-connections.ts';
import { goalColumnsSchema } from './proposals.ts';

const statusCategorySchema = z.enum(['todo', 'in-progress', 'done']);

export const mappingSchema = z.object({
  statuses: z.record(z.string(), statusCategorySchema),
  goalFields: z.array(z.string()),
  estimateFields: z.array(z.string()),
  teamFields: z.array(z.string()),
});
export type MappingAnswer = z.infer<typeof mappingSchema>;

const syncProgressSchema = z.object({
  scopeId: z.string(),
  scopeName: z.string(),
  state: z.enum(['waiting', 'running', 'done', 'failed', 'access-lost']),
  pages: z.int(),
  tasks: z.int(),
  requests: z.int(),
  waitMs: z.int(),
  expectedTasks: z.int().nullable(),
  error: z.string().nullable(),
});

export const syncRunSchema = z.object({
  id: z.string(),
  connectionId: z.string(),
  kind: z.enum(['full', 'incremental', 'census']),
  state: z.enum(['queued', 'running', 'done', 'failed']),
  requestedAt: instantSchema,
  startedAt: instantSchema.nullable(),
  finishedAt: instantSchema.nullable(),
  requests: z.int(),
  waitMs: z.int(),
  pages: z.int(),
  tasks: z.int(),
  setAside: z.int(),
  error: z.string().nullable(),
  scopes: z.array(syncProgressSchema),
});
export type SyncRunAnswer = z.infer<typeof syncRunSchema>;
export const syncRunsSchema = z.object({ items: z.array(syncRunSchema) });

export const connectionSchema = z.object({
  id: z.string(),
  tool: sourceSchema,
  name: z.string(),
  baseUrl: z.string(),
  state: z.enum(['active', 'paused', 'unauthorised']),
  /** Whose credentials: the name the tool gives; never the credentials. */
  account: z.object({ name: z.string(), site: z.string() }).nullable(),
  scopeNoun: z.string(),
  scopes: z.int(),
  selectedScopes: z.int(),
  tasks: z.int(),
  setAside: z.int(),
  /** People found in the tool that match nobody yet. */
  unmatchedPeople: z.int(),
  /** Scopes from which so much vanished at once that a person is asked before it is removed. */
  heldRemovals: z.int(),
  lastCompleteAt: instantSchema.nullable(),
  lastError: z
    .object({ kind: z.string(), message: z.string(), at: instantSchema, retryAt: instantSchema.nullable() })
    .nullable(),
  /** Where it is read by a person's consent to an app; null: with a token. */
  consent: z
    .object({
      consentedAt: instantSchema,
      refreshedAt: instantSchema,
      scopes: z.array(z.string()),
      /** Why only a new consent helps; null while it holds. */
      refusal: z.string().nullable(),
    })
    .nullable(),
  /** How it hears of changes. */
  webhooks: z.object({
    mode: z.enum(['webhooks', 'polling']),
    /** The worst of them; null where there is none. */
    state: z.enum(['active', 'creating', 'failed']).nullable(),
    /** The first that ends. */
    expiresAt: instantSchema.nullable(),
    lastDeliveryAt: instantSchema.nullable(),
    /** One sentence. */
    trouble: z.string().nullable(),
    /** Deliveries that proved nothing, in the last day. */
    refused24h: z.int(),
    /** Deliveries that are stored and not worked on yet. */
    waiting: z.int(),
  }),
  health: z.object({
    /** What the tool held then is here; null before the first pull ended. */
    freshAt: instantSchema.nullable(),
    /** Changes are missing for longer than they ever should. */
    isLate: z.boolean(),
    /** What it cannot see and what that means, a sentence each. */
    unseen: z.array(z.string()),
    /** What the tool still allows, the scarcest first. */
    budgets: z.array(
      z.object({
        name: z.string(),
        remaining: z.int(),
        limit: z.int(),
        resetAt: instantSchema.nullable(),
        /** The tool asked us to wait until then. */
        pausedUntil: instantSchema.nullable(),
        reason: z.string().nullable(),
      }),
    ),
    /** It failed again and again: nobody asks it before `retryAt`. */
    breaker: z.object({ openedAt: instantSchema, retryAt: instantSchema, because: z.string() }).nullable(),
  }),
  currentRun: syncRunSchema.nullable(),
});
export type ConnectionAnswer = z.infer<typeof connectionSchema>;
export const connectionsSchema = z.object({ items: z.array(connectionSchema) });
export type ConnectionsAnswer = z.infer<typeof connectionsSchema>;

export const connectionDetailSchema = connectionSchema.extend({
  mapping: mappingSchema,
  /** It tells of changes, by a webhook that a person makes in its own settings. */
  hasWebhooksByHand: z.boolean(),
  /** Which parts a person has changed. */
  editedParts: z.array(z.enum(['statuses', 'goalFields', 'estimateFields', 'teamFields'])),
  vocabulary: z.object({
    statuses: z.array(
      z.object({
        externalId: z.string(),
        name: z.string(),
        scopeName: z.string().nullable(),
        category: statusCategorySchema.nullable(),
        tasks: z.int(),
      }),
    ),
    fields: z.array(z.object({ externalId: z.string(), name: z.string(), kind: z.string() })),
  }),
  scopeList: z.array(
    z.object({
      id: z.string(),
      key: z.string().nullable(),
      name: z.string(),
      isSelected: z.boolean(),
      isArchived: z.boolean(),
      isPrivate: z.boolean(),
      visibility: z.enum(['visible', 'access-lost']),
      /** The tool itself says so; its tasks went with it. */
      isDeleted: z.boolean(),
      teamId: z.string().nullable(),
      /** Who sees its tasks while it is private. */
      personIds: z.array(z.string()),
      tasks: z.int(),
      /** Where a person says which columns of its rows hold goals; null where it has none. */
      columnsProposalId: z.string().nullable(),
    }),
  ),
  /** What vanished and waits for a person's word, oldest first. */
  held: z.array(heldRemovalSchema),
  recentRuns: z.array(syncRunSchema),
});
export type ConnectionDetail = z.infer<typeof connectionDetailSchema>;

export const newConnectionBodySchema = z.object({
  tool: sourceSchema,
  name: z.string().min(1).max(100).optional(),
  baseUrl: z.url({ protocol: /^https?$/ }),
  email: z.email().optional(),
  key: z.string().min(1).max(500).optional(),
  token: z.string().min(1).max(5000),
  /** Trello: signs its deliveries; without it there are no webhooks. */
  appSecret: z.string().min(1).max(500).optional(),
  /** A new one is made paused, so that its scopes can be chosen before anything is read. */
  waits: z.boolean().optional(),
});
export const scopePatchSchema = z.object({
  isSelected: z.boolean().optional(),
  isPrivate: z.boolean().optional(),
  teamId: z.string().nullable().optional(),
  personIds: z.array(z.string().max(100)).max(500).optional(),
  /** What a data source's columns hold; null: they are guessed by their names. Its rows are read anew, without a pull. */
  goalColumns: goalColumnsSchema.nullable().optional(),
});
export const selectionBodySchema = z.strictObject({
  scopeIds: z.array(z.string().max(300)).min(1).max(5_000),
  isSelected: z.boolean(),
});
export const syncBodySchema = z.object({
  full: z.boolean().default(false),
  /** What changed since this day is read again; a tool that cannot say is read in full. */
  since: z.iso.date().optional(),
});

export const setAsidesQuerySchema = pageQuerySchema;
export const setAsidesSchema = z.object({
  items: z.array(
    z.object({
      externalId: z.string().nullable(),
      scopeName: z.string().nullable(),
      reason: z.string(),
      at: instantSchema,
    }),
  ),
  nextCursor: z.string().nullable(),
});
export type SetAsidesAnswer = z.infer<typeof setAsidesSchema>;
