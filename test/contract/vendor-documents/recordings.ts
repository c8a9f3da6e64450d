/** What the recorded payloads say of answers that the documents leave untyped: most of Trello, and the fields of a Jira issue. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SimTool } from '../../../src/demo/world.ts';
import type { Recording, Recordings } from './checker.ts';
import type { VendorDocument } from './document.ts';
import type { Json } from './json-schema.ts';
import { arrayOf, compare, emptyShape, learnAll, merge, type Shape, shapeOf, withFields } from './recorded-shape.ts';

/** @param folder What PLUMBLINE_FIXTURES names. */
export function loadRecordings({ tool, root }: VendorDocument<SimTool>, folder: string): Recordings {
  const read = readerOf(join(folder, 'fixtures', tool));
  const recordings = {
    trello: () => trelloRecordings(read, root),
    jira: () => jiraRecordings(read, root),
    asana: () => new Map<string, Recording>(),
  }[tool]();
  return (operation) => recordings.get(operation) ?? null;
}

/** Every record of the files whose names begin so: an array's members one by one. Nothing recorded is a fault, not an empty shape. */
type Read = (beginning: string) => Json[];

function readerOf(folder: string): Read {
  const files = readdirSync(folder);
  return (beginning) => {
    const named = files.filter(
      (file) => file.startsWith(beginning) && /^-\d+\.json$/.test(file.slice(beginning.length)),
    );
    if (named.length === 0) throw new Error(`No recorded payload is called ${beginning}-*.json.`);
    return named.flatMap((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')));
  };
}

function trelloRecordings(read: Read, root: Json): Map<string, Recording> {
  const actions = [...read('rest-actions'), ...read('rest-action-commentCard')];
  const member = learnAll(actions.flatMap((action) => action.memberCreator ?? []));
  const membership = learnAll(read('rest-boards').flatMap((board) => board.memberships));
  const label = learnAll(read('rest-board-labels'));
  const list = learnAll([...read('rest-board-lists'), ...read('rest-list')]);
  const field = learnAll(read('rest-customfields'));
  const item = learnAll([
    ...read('rest-customfielditems'),
    ...actions.flatMap((action) => action.data.customFieldItem ?? []),
  ]);
  const card = withFields(learnAll([...cardsOf(read)]), {
    customFieldItems: arrayOf(item),
    // No recorded card has one, so the document speaks for them.
    attachments: arrayOf(shapeOf({ $ref: '#/components/schemas/Attachment' }, root)),
    checklists: arrayOf(learnAll([...read('rest-card-checklists'), ...read('rest-board-checklists')])),
    members: arrayOf(member),
  });
  const told = [...actions, ...deliveredActions(read)];
  const action = learnAll([...told, ...told.map(asFormer)]);
  const board = withFields(learnAll([...read('rest-boards'), ...read('rest-board')]), {
    lists: arrayOf(list),
    labels: arrayOf(label),
    customFields: arrayOf(field),
    members: arrayOf(member),
    cards: arrayOf(card),
    actions: arrayOf(action),
  });
  const shapes: readonly (readonly [string, Shape])[] = [
    ['GET /boards/{id}', board],
    ['GET /members/{id}/boards', arrayOf(board)],
    ['GET /members/{id}', member],
    ['GET /boards/{id}/members', arrayOf(member)],
    ['GET /boards/{id}/memberships', arrayOf(membership)],
    ['GET /boards/{id}/labels', arrayOf(label)],
    ['GET /boards/{id}/lists', arrayOf(list)],
    ['GET /boards/{id}/customFields', arrayOf(field)],
    ['GET /boards/{id}/cards', arrayOf(card)],
    ['GET /boards/{id}/cards/{filter}', arrayOf(card)],
    ['GET /cards/{id}', card],
    ['GET /boards/{boardId}/actions', arrayOf(action)],
    ['GET /cards/{id}/actions', arrayOf(action)],
  ];
  return new Map(shapes.map(([operation, shape]) => [operation, { shape, part: null }]));
}

/** Where a delivery leaves what deliveries of this tool were recorded to look like. */
export function compareDelivery({ tool, root }: VendorDocument, folder: string): (body: Json) => string[] {
  const read = readerOf(join(folder, 'fixtures', tool));
  if (tool === 'jira') {
    const shape = jiraDelivery(read, root);
    return (body) => compare(shape, withSystemFields(body));
  }
  const shape = trelloDelivery(read);
  return (body) => compare(shape, body);
}

function trelloDelivery(read: Read): Shape {
  const bodies = delivered.filter((name) => !name.startsWith('webhook-action-')).flatMap(read);
  const told = [...read('rest-actions'), ...deliveredActions(read)];
  const others = ['createCard', 'deleteCard'].flatMap((name) => read(`webhook-action-${name}`));
  return withFields(learnAll(bodies), {
    action: learnAll([...told, ...told.map(asFormer), ...others]),
    model: learnAll([...bodies.map(({ model }) => model), ...read('rest-board')]),
    webhook: learnAll(read('rest-webhook')),
  });
}

/** An issue may hold in a delivery what it holds in an answer, for the older API says the same with other words. */
function jiraDelivery(read: Read, root: Json): Shape {
  const bodies = ['created', 'updated', 'deleted'].flatMap((name) => read(`webhook-issue-${name}`));
  const shape = learnAll(bodies.map(withSystemFields));
  const fields = jiraRecordings(read, root).get('POST /rest/api/3/issue/bulkfetch')?.shape.items ?? emptyShape();
  return merge(shape, withFields(emptyShape(), { issue: withFields(emptyShape(), { fields }) }));
}

function withSystemFields(body: Json): Json {
  const { fields } = body.issue;
  return fields ? { ...body, issue: { ...body.issue, fields: systemFields(fields) } } : body;
}

function cardsOf(read: Read): Json[] {
  const exchanges = read('http-exchange').flatMap(({ response }) =>
    Array.isArray(response.body) ? response.body : [],
  );
  return [
    ...read('rest-board-cards'),
    ...read('rest-card'),
    ...read('rest-member-cards'),
    ...read('rest-card-attachments'),
    ...exchanges,
  ];
}

const delivered = [
  'webhook-action-addLabelToCard',
  'webhook-action-removeLabelFromCard',
  'webhook-action-removeMemberFromCard',
  'webhook-action-updateCard',
  'webhook-action-updateList',
  'webhook-addAttachmentToCard',
  'webhook-addLabelToCard',
  'webhook-updateCard',
];

/** A delivery carries the action as the API gives it. */
function deliveredActions(read: Read): Json[] {
  return delivered.flatMap(read).map((delivery) => delivery.action ?? delivery);
}

/** `old` holds the former value of a field that `card` or `customFieldItem` holds now: what was recorded of the one holds for the other. */
function asFormer({ data }: Json): Json {
  const now = { ...data.customFieldItem, ...data.card };
  const changed = Object.keys(data.old ?? {}).filter((name) => now[name] !== undefined);
  return { data: { old: Object.fromEntries(changed.map((name) => [name, now[name]])) } };
}

/** Jira's document says of `fields` only that it is an object, so they are held against the recorded issues. */
function jiraRecordings(read: Read, root: Json): Map<string, Recording> {
  const answers = [...read('rest-search-jql'), ...read('rest-search-jql-paged')];
  const issues = [
    ...answers.flatMap((answer) => answer.issues),
    ...read('rest-issue-agile-v2'),
    ...read('rest-issue-changelog'),
    ...read('rest-issue-custom-fields').map((delivery) => delivery.issue ?? delivery),
  ];
  const recorded = learnAll(issues.flatMap((issue) => (issue.fields ? [systemFields(issue.fields)] : [])));
  const documented = {
    status: shapeOf({ $ref: '#/components/schemas/StatusDetails' }, root),
    issuetype: shapeOf({ $ref: '#/components/schemas/IssueTypeDetails' }, root),
  };
  const parent = learnAll([{ fields: {} }]);
  parent.fields.set('fields', merge(learnAll([{}]), withFields(emptyShape(), documented)));
  // Statuses and types of team-managed projects were not recorded; the document describes them.
  const shape = arrayOf(merge(recorded, withFields(emptyShape(), { ...documented, parent })));
  const ofIssues = {
    shape,
    part: (answer: Json) => answer.issues.map((issue: Json) => systemFields(issue.fields ?? {})),
  };
  return new Map([
    ['GET /rest/api/3/search/jql', ofIssues],
    ['POST /rest/api/3/search/jql', ofIssues],
    ['POST /rest/api/3/issue/bulkfetch', ofIssues],
    ['GET /rest/api/3/issue/{issueIdOrKey}', { shape, part: (answer: Json) => [systemFields(answer.fields ?? {})] }],
  ]);
}

/** Without the site's own fields, and of a description only that it is one: its document has a shape of its own. */
function systemFields(fields: Json): Json {
  const own = Object.entries(fields).filter(([name]) => !name.startsWith('customfield_'));
  return Object.fromEntries(
    own.map(([name, value]) => (name === 'description' && value?.type === 'doc' ? [name, {}] : [name, value])),
  );
}
