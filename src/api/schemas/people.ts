import { z } from 'zod';
import { AUDIT_WHATS } from '../../domain/audit.ts';
import { ROLES } from '../../domain/role-words.ts';
import { instantSchema, namedRefSchema, toolSchema } from './common.ts';

export const roleSchema = z.enum(ROLES);

const personSchema = z.object({
  id: z.string(),
  name: z.string(),
  team: namedRefSchema.nullable(),
  /** Somebody answers to them. */
  isManager: z.boolean(),
  /** null: nobody, or nobody the viewer may see. */
  managerId: z.string().nullable(),
  role: roleSchema,
  /** The role follows the org tree; else a person gave it. */
  isRoleGuessed: z.boolean(),
  /** What the org tree suggests. */
  guessedRole: roleSchema,
  /** For owners, and of oneself. */
  email: z.string().nullable(),
  /** Theirs in the tools; for owners, and of oneself. */
  accounts: z.array(
    z.object({
      connectionId: z.string(),
      connectionName: z.string(),
      tool: toolSchema,
      externalId: z.string(),
      name: z.string(),
      isByHand: z.boolean(),
    }),
  ),
});
export type PersonAnswer = z.infer<typeof personSchema>;

export const peopleSchema = z.object({
  items: z.array(personSchema),
  /** Those who are not here any more; only for the owner. */
  left: z.array(personSchema.extend({ leftAt: instantSchema })),
  /** Accounts found in tools that match nobody; only for the owner. */
  unmatched: z.array(
    z.object({
      connectionId: z.string(),
      tool: toolSchema,
      externalId: z.string(),
      name: z.string(),
      email: z.string().nullable(),
      tasks: z.int(),
    }),
  ),
  /** People whose address takes no mail, why, and since when, the latest first; only for the owner. */
  stopped: z.array(namedRefSchema.extend({ address: z.string(), why: z.string(), at: instantSchema })),
});
export type PeopleAnswer = z.infer<typeof peopleSchema>;

export const matchBodySchema = z.object({
  connectionId: z.string(),
  externalId: z.string(),
  personId: z.string().nullable(),
});

const nameSchema = z.string().trim().min(1).max(200);
const emailSchema = z.string().trim().min(3).max(254);
const partsSchema = {
  managerId: z.string().max(100).nullable().optional(),
  /** By name; made where there is none of it. */
  team: z.string().trim().max(100).nullable().optional(),
  /** `guessed`: what the org tree suggests. */
  role: z.enum([...ROLES, 'guessed']).optional(),
};
export const addPersonBodySchema = z.strictObject({ name: nameSchema, email: emailSchema, ...partsSchema });
export type AddPersonBody = z.infer<typeof addPersonBodySchema>;
export const addedPersonSchema = z.object({ id: z.string() });
export const changePersonBodySchema = z.strictObject({
  name: nameSchema.optional(),
  email: emailSchema.optional(),
  ...partsSchema,
  /** False: the person left. */
  isHere: z.boolean().optional(),
});
export type ChangePersonBody = z.infer<typeof changePersonBodySchema>;

/** What stands after the `#` of the address `/sign-in/confirm`, shown this once. */
export const inviteSchema = z.object({ token: z.string(), expiresAt: instantSchema });
export type InviteAnswer = z.infer<typeof inviteSchema>;

export const auditSchema = z.object({
  items: z.array(
    z.object({
      id: z.int(),
      at: instantSchema,
      by: z.string(),
      what: z.enum(AUDIT_WHATS),
      /** One sentence. */
      says: z.string(),
    }),
  ),
  nextCursor: z.string().nullable(),
});
export type AuditAnswer = z.infer<typeof auditSchema>;
