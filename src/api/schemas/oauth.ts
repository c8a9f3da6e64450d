import { z } from 'zod';
import { instantSchema, sourceSchema } from './common.ts';

const secretSchema = z.string().min(1).max(5000);

/** A new connection, or one that is there (`connectionId`), whose app is known. */
export const consentBodySchema = z.union([
  z.object({
    /** One that says `consent` among the tools that can be connected. */
    tool: sourceSchema,
    /** Asana's address, or the site that is meant; left out: Asana's own, or whichever the person chooses. */
    baseUrl: z.url({ protocol: /^https?$/ }).optional(),
    name: z.string().min(1).max(100).optional(),
    clientId: z.string().min(1).max(500),
    clientSecret: secretSchema,
    /** It is made paused, so that its scopes can be chosen before anything is read. */
    waits: z.boolean().optional(),
  }),
  z.object({
    connectionId: z.string().max(300),
    clientId: z.string().min(1).max(500).optional(),
    clientSecret: secretSchema.optional(),
  }),
]);

export const consentBegunSchema = z.object({
  consentId: z.string(),
  /** Where the person is sent. */
  authorizeUrl: z.url(),
  /** What the app has to have among its callback addresses, letter by letter. */
  redirectUri: z.url(),
  expiresAt: instantSchema,
});
export type ConsentBegun = z.infer<typeof consentBegunSchema>;

export const consentReturnSchema = z.object({
  state: z.string().max(200),
  code: z.string().max(5000).optional(),
  /** Instead of a code: why there is none. */
  error: z.string().max(200).optional(),
});

export const consentSchema = z.object({
  id: z.string(),
  tool: sourceSchema,
  /** choosing: the consent covers several sites. */
  state: z.enum(['waiting', 'exchanging', 'choosing', 'done', 'failed']),
  /** Why it failed, and what helps. */
  message: z.string().nullable(),
  sites: z.array(z.object({ cloudId: z.string(), name: z.string(), url: z.string() })),
  connectionId: z.string().nullable(),
});
export type ConsentAnswer = z.infer<typeof consentSchema>;

export const siteChoiceSchema = z.object({ cloudId: z.string().max(100) });
