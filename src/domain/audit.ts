/** What is worth writing down of who did what: who may see what, and what goes out of the house. */
export const AUDIT_WHATS = [
  'invited',
  'role-changed',
  'person-added',
  'person-changed',
  'person-left',
  'person-returned',
  'account-matched',
  'mail-resumed',
  'settings-changed',
  'rules-changed',
  'page-read',
  'connection-added',
  'connection-changed',
  'connection-removed',
  'exported',
  'imported',
  'glossary-changed',
  'threshold-moved',
  'outgoing-webhook-added',
  'outgoing-webhook-changed',
  'outgoing-webhook-removed',
] as const;
export type AuditWhat = (typeof AUDIT_WHATS)[number];

/** One act of a person, as the audit trail keeps it. */
export interface AuditEvent {
  readonly what: AuditWhat;
  /** Ids and values; never a secret. */
  readonly about: Readonly<Record<string, unknown>>;
  /** One sentence about the act, without who did it: "Made Ada Lind a leader." */
  readonly says: string;
}
