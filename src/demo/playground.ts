import type { FastifyInstance } from 'fastify';
import type { Postman } from './deliveries.ts';
import type { Changed, Edit, SimTool, World } from './world.ts';

/** What the page for changing tasks by hand works with: a part of a simulator's inside. */
export interface Playground {
  readonly core: {
    readonly tool: SimTool;
    readonly app: FastifyInstance;
    readonly clock: { readonly now: number };
    readonly postman: Postman;
  };
  readonly world: World;
  readonly change: (edit: Edit) => Changed;
}
