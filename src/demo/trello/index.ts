/** A simulated Trello: real HTTP on loopback, made from Trello's OpenAPI document and recorded answers. */
import { createHash } from 'node:crypto';
import { rememberPages } from '../page-memory.ts';
import { listen, makeSim, type SimOptions } from '../server.ts';
import type { SimServer, World } from '../world.ts';
import { addAccess, addLimits } from './access.ts';
import { makeBoards } from './boards.ts';
import { makeCardShelf } from './cards.ts';
import { makeMembers } from './members.ts';
import { addRefusals } from './refusals.ts';
import { addRoutes } from './routes.ts';

const secretParameters = ['key', 'token'];

/** The API is served below `/1` of the server's url. */
export async function startTrello(world: World, options: SimOptions): Promise<SimServer> {
  const core = makeSim('trello', options, secretParameters);
  const secret = (name: string, digits: number) =>
    createHash('sha512').update(`trello ${name} ${world.seed}`).digest('hex').slice(0, digits);
  const credentials = { key: secret('key', 32), token: `ATTA${secret('token', 72)}` };
  addAccess(core, credentials);
  addLimits(core);
  addRefusals(core.app);
  const members = makeMembers(world);
  const boards = makeBoards(world, members);
  const cards = makeCardShelf(boards, members);
  const memory = options.prerender ? rememberPages(core, secretParameters) : null;
  const routes = addRoutes({ core: memory?.core ?? core, world, boards, cards, members });
  if (options.prerender) cards.renderAll(options.now);
  const forget = () => {
    cards.forget();
    routes.forget();
    memory?.forget();
  };
  return listen(core, credentials, options.port ?? 0, { world, onClockMoved: forget, onChange: forget });
}
