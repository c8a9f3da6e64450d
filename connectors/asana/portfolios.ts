import { isConnectorError } from '../errors.ts';
import { readRecords } from '../records.ts';
import type { AsanaClient } from './client.ts';
import { everyPage } from './lists.ts';
import { portfolioItemSchema } from './schema.ts';

interface Items {
  readonly projects: readonly string[];
  readonly portfolios: readonly string[];
}

/** The projects of a portfolio, those of the portfolios in it too. */
export type ReadPortfolio = (portfolio: string) => Promise<readonly string[]>;

/** Each portfolio is read once, however many goals it contributes to. One that is hidden holds nothing we could name. */
export function createPortfolioReader(client: AsanaClient, signal: AbortSignal): ReadPortfolio {
  const known = new Map<string, Items>();
  const itemsOf = async (portfolio: string): Promise<Items> => {
    const items = known.get(portfolio) ?? (await readItems(client, portfolio, signal));
    known.set(portfolio, items);
    return items;
  };
  return async (top) => {
    const seen = new Set([top]);
    const projects = new Set<string>();
    // What is added on the way is gone through as well.
    for (const portfolio of seen) {
      const items = await itemsOf(portfolio);
      for (const project of items.projects) projects.add(project);
      for (const inner of items.portfolios) seen.add(inner);
    }
    return [...projects];
  };
}

async function readItems(client: AsanaClient, portfolio: string, signal: AbortSignal): Promise<Items> {
  const gids = { project: [] as string[], portfolio: [] as string[] };
  try {
    for await (const data of everyPage((offset) => client.portfolioItems(portfolio, offset, signal))) {
      for (const { gid, resource_type: type } of readRecords(portfolioItemSchema, data, 'gid').good) {
        if (type === 'project' || type === 'portfolio') gids[type].push(gid);
      }
    }
  } catch (error) {
    if (!isConnectorError(error, 'not-visible')) throw error;
  }
  return { projects: gids.project, portfolios: gids.portfolio };
}
