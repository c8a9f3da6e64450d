/** What open pages are told of: that something moved, never what it says. A page asks again for what it shows. */
export type ChangeEvent =
  | { readonly type: 'sync-progress'; readonly connectionId: string; readonly syncRunId: string }
  | { readonly type: 'sync-finished'; readonly connectionId: string; readonly syncRunId: string }
  | { readonly type: 'flags-changed'; readonly tasks: number }
  | { readonly type: 'goals-changed' }
  | { readonly type: 'connections-changed' }
  | { readonly type: 'proposals-changed' }
  /** A person did what the audit trail tells: people, roles, settings, glossary, and the like. */
  | { readonly type: 'organisation-changed' }
  | { readonly type: 'letters-changed' };
