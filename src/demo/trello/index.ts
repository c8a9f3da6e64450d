/** A simulated Trello: real HTTP on loopback, made from Trello's OpenAPI document and recorded answers. */
import { createHash } from 'node:crypto';
import { rememberPages } from '../page-memory.ts';
import { listen, makeSim, type SimOptions } from '../server.ts';
import { isSeen } from '../state.ts';
import type { Changed, SimServer, World } from '../world.ts';
import { addAccess, addLimits } from './access.ts';
import { makeActionBook, scopesOf } from './action-book.ts';
import { makeBoards } from './boards.ts';
import { makeCardShelf } from './cards.ts';
import { makeMembers } from './members.ts';
import { addRefusals } from './refusals.ts';
import { addRoutes } from './routes.ts';
import { addWebhookRoutes } from './webhook-routes.ts';
import { makeWebhooks } from './webhooks.ts';

const secretParameters = ['key', 'token'];

/** The API is served below `/1` of the server's url. */
export async function startTrello(world: World, options: SimOptions): Promise<SimServer> {
  const core = makeSim('trello', options, secretParameters);
  const secret = (name: string, digits: number) =>
    createHash('sha512').update(`trello ${name} ${world.seed}`).digest('hex').slice(0, digits);
  const appSecret = secret('app', 64);
  const credentials = { key: secret('key', 32), token: `ATTA${secret('token', 72)}`, appSecret };
  addAccess(core, credentials);
  addLimits(core);
  addRefusals(core.app);
  const members = makeMembers(world);
  const boards = makeBoards(world, members);
  const cards = makeCardShelf(boards.all, members);
  const actions = makeActionBook(boards, members, core.clock);
  const webhooks = makeWebhooks({ core, boards, cards, appSecret });
  const memory = options.prerender ? rememberPages(core, secretParameters) : null;
  addRoutes({ core: memory?.core ?? core, world, boards, actions, cards, members });
  addWebhookRoutes(core, webhooks, credentials.token);
  if (options.prerender) cards.renderAll(options.now);
  const forget = () => {
    cards.forget();
    actions.forget();
    memory?.forget();
  };
  const onChange = (changed: Changed) => {
    for (const scopeId of scopesOf(changed)) cards.refit(boards.refit(scopeId));
    if (changed.task !== null) cards.drop(changed.task);
    memory?.forget();
    for (const { board, action } of actions.add(changed)) {
      if (isSeen(board.scope, core.clock.now)) webhooks.tell(board, action);
    }
  };
  return listen(core, credentials, options.port ?? 0, { world, onClockMoved: forget, onChange });
}
