/** The actions that say where a card stood. `type:field` narrows an update to that field (Trello REST guide, "Actions"). */
export const HISTORY_FILTER = [
  'createCard',
  'copyCard',
  'emailCard',
  'convertToCardFromCheckItem',
  'moveCardToBoard',
  'updateCard:idList',
  'updateCard:closed',
  'deleteCard',
].join(',');

/** Those after which something that we read of a card is another. A comment is none of them: comments are not read. */
const CARD_CHANGES = [
  'createCard',
  'copyCard',
  'emailCard',
  'convertToCardFromCheckItem',
  'updateCard',
  'deleteCard',
  'moveCardToBoard',
  'moveCardFromBoard',
  'addLabelToCard',
  'removeLabelFromCard',
  'addMemberToCard',
  'removeMemberFromCard',
  'addAttachmentToCard',
  'deleteAttachmentFromCard',
  'addChecklistToCard',
  'removeChecklistFromCard',
  'updateChecklist',
  'createCheckItem',
  'updateCheckItem',
  'deleteCheckItem',
  'updateCheckItemStateOnCard',
  'updateCustomFieldItem',
];

/** Those that may change the words with which cards are read, and name no card. */
const WORD_CHANGES = [
  'updateBoard',
  'createList',
  'updateList',
  'moveListFromBoard',
  'moveListToBoard',
  'updateLabel',
  'deleteLabel',
  'createCustomField',
  'updateCustomField',
  'deleteCustomField',
];

export const CHANGES_FILTER = [...CARD_CHANGES, ...WORD_CHANGES].join(',');
