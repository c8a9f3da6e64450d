import type { DecideProposalBody, ProposalItemAnswer } from '../../api/schemas/proposals.ts';

type Field = ProposalItemAnswer['fields'][number]['name'];
export type ChoiceBody = Extract<DecideProposalBody, { says: 'accepted' }>['items'][number];

/** A person's word on one item while it is not sent. */
export interface Chosen {
  readonly isOn: boolean;
  /** What the service leans to: only such are chosen all at once. */
  readonly isLeaning: boolean;
  readonly fields: ReadonlySet<Field>;
  /** Under which goal, where the page names none. */
  readonly parentKey: string | null;
}

export function isOffered(item: ProposalItemAnswer): boolean {
  return item.is !== 'same' && !item.isBlocked;
}

export function firstChoices(items: readonly ProposalItemAnswer[]): Map<string, Chosen> {
  return new Map(
    items.filter(isOffered).map((item) => [
      item.id,
      {
        isOn: item.isChosen,
        isLeaning: item.isChosen || (item.is === 'added' && item.notes.every(({ code }) => code !== 'no-objective')),
        fields: new Set(item.fields.filter(({ isConflict }) => !isConflict).map(({ name }) => name)),
        parentKey: null,
      },
    ]),
  );
}

/** What is sent. */
export function choiceBodies(items: readonly ProposalItemAnswer[], choices: ReadonlyMap<string, Chosen>): ChoiceBody[] {
  return items.filter(isOffered).flatMap((item): ChoiceBody[] => {
    const chosen = choices.get(item.id);
    if (!chosen?.isOn) return [];
    if (item.is === 'added')
      return [{ id: item.id, do: 'add', ...(chosen.parentKey ? { parentKey: chosen.parentKey } : {}) }];
    if (item.is === 'missing') return [{ id: item.id, do: 'close' }];
    return [{ id: item.id, do: item.isLink ? 'link' : 'change', fields: [...chosen.fields] }];
  });
}
