import { changesUntil } from '../state.ts';
import type { SimTask, SimTaskState } from '../world.ts';
import { showFields } from './fields.ts';
import { idOf, isoOf, type TrelloRecord } from './ids.ts';
import type { Members } from './members.ts';

export function attachmentIdOf(card: SimTask, url: string, at: number): string {
  return idOf(at, `attachment ${card.vendorId} ${url}`);
}

export function attachmentsOf(card: SimTask, state: SimTaskState, now: number, members: Members): TrelloRecord[] {
  return state.attachments.map(({ name, url }, order) => {
    const added = changesUntil(card, now).find(
      ({ before, after }) => has(after.attachments, url) && !has(before.attachments, url),
    );
    const at = added?.at ?? card.createdAt;
    return {
      id: attachmentIdOf(card, url, at),
      bytes: null,
      date: isoOf(at),
      edgeColor: null,
      idMember: members.of(added?.by ?? card.authorId)?.id ?? null,
      isUpload: false,
      mimeType: '',
      name,
      previews: [],
      url,
      pos: (order + 1) * 16384,
    };
  });
}

function has(attachments: SimTaskState['attachments'], url: string): boolean {
  return attachments.some((attachment) => attachment.url === url);
}

/** As the last part of a card's JSON. */
export function attachmentsText(attachments: readonly TrelloRecord[], fields: string | null): string {
  const shown = attachments.map((attachment) => showFields(attachment, fields ?? 'all'));
  return `"attachments":${JSON.stringify(shown)}`;
}
