/** What a person may do here. An owner runs the deployment; a leader leads managers; a manager leads a team; a member is in one. */
export type Role = 'owner' | 'leader' | 'manager' | 'member';

export interface Person {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly managerId: string | null;
  readonly teamId: string | null;
  readonly role: Role;
  /** Since when they are not here any more; null while they are. */
  readonly leftAt: Date | null;
}

export interface Team {
  readonly id: string;
  readonly name: string;
}

/** Who asks. Every query that serves a view takes one. */
export interface Viewer {
  /** null for the command line, which acts as the owner. */
  readonly personId: string | null;
  readonly role: Role;
  /** Teams whose tasks they may see: a manager's own, a leader's and all below them. Empty for members, ignored for owners. */
  readonly teamIds: readonly string[];
}
