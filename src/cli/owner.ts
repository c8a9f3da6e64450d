import type { Viewer } from '../domain/person.ts';

/** The command line runs on the machine that holds the database: it acts as the owner. */
export const OWNER: Viewer = { personId: null, role: 'owner', teamIds: [] };
