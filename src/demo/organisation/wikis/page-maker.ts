/** Pages with their ids, dates and authors drawn; what stands on them is said elsewhere. */
import type { SimPage, SimPageState, SimPiece, SimSpace, SimWiki } from '../../wiki-world.ts';
import type { SimPerson } from '../../world.ts';
import { atWork, dayMs } from '../calendar.ts';
import type { Random } from '../random.ts';

export interface PagePlan {
  readonly space: SimSpace | null;
  readonly title: string;
  readonly content: readonly SimPiece[];
  readonly parent?: SimPage | null;
  readonly labels?: readonly string[];
  readonly status?: SimPageState['status'];
  readonly cells?: SimPageState['cells'];
  /** Days before the end of the world; drawn where nothing is said. */
  readonly daysAgo?: number;
  /** What became of it, days before the end; never earlier than it was made. */
  readonly later?: readonly { readonly daysAgo: number; readonly set: Partial<SimPageState> }[];
}

export type MakePage = (plan: PagePlan) => SimPage;

export function pageMaker(random: Random, wiki: SimWiki, people: readonly SimPerson[], endsAt: number): MakePage {
  let made = 0;
  return (plan) => {
    made += 1;
    const authorId = random.pick(people).id;
    const createdAt = atWork(random, endsAt - (plan.daysAgo ?? random.int(8, 300)) * dayMs);
    const events = (plan.later ?? []).map(({ daysAgo, set }) => ({
      at: Math.min(endsAt - 60_000, Math.max(createdAt + 60_000, atWork(random, endsAt - daysAgo * dayMs))),
      by: random.pick(people).id,
      set,
    }));
    const { title, content, labels = [], status = 'current', cells = {} } = plan;
    return {
      id: `${wiki}-page-${made}`,
      wiki,
      vendorId: wiki === 'confluence' ? String(1_310_720 + made * 37 + random.int(0, 30)) : notionId(random),
      spaceId: plan.space?.id ?? null,
      parentId: plan.parent?.id ?? null,
      authorId,
      createdAt,
      initial: { title, content, labels, status, cells },
      events: events.sort((one, other) => one.at - other.at),
      hiddenAt: null,
      purgedAt: null,
    };
  };
}

export function notionId(random: Random): string {
  const hex = random.text('0123456789abcdef', 30);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(12, 15)}-a${hex.slice(15, 18)}-${hex.slice(18, 30)}`;
}

export function heading(level: 1 | 2 | 3, text: string): SimPiece {
  return { is: 'heading', level, text };
}

export function say(text: string): SimPiece {
  return { is: 'paragraph', text };
}

export function listed(...items: readonly string[]): SimPiece {
  return { is: 'list', items: items.map((text) => ({ text })) };
}

export function todo(...items: readonly string[]): SimPiece {
  return { is: 'tasks', items: items.map((text, at) => ({ text, isDone: at === 0 })) };
}
