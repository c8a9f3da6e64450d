import type { Exception } from './finding.ts';

/** Where the vendor's document and the vendor's service differ, and the service holds. One that is no longer needed fails the test. */
export const exceptions: readonly Exception[] = [
  {
    tool: 'jira',
    operation: 'GET /rest/api/3/search',
    what: 'answer 410 is not listed',
    why: 'The document still describes the removed search; the service answers 410 Gone.',
    source: 'Atlassian changelog CHANGE-2046, "Removal of JQL search and evaluation APIs"',
  },
  {
    tool: 'jira',
    operation: '*',
    what: 'answer 429 is not listed',
    why: 'Rate limits are told on a page of their own, for all operations at once.',
    source: 'Jira Cloud platform, "Rate limiting"',
  },
  {
    tool: 'jira',
    operation: '*',
    what: 'answer 200 /*/items/*/* must be string',
    why: 'Where there was nothing before, or is nothing after, a history says null.',
    source: 'Recorded rest-changelog-1 and rest-issue-changelog-1: "from": null',
  },
  {
    tool: 'jira',
    operation: '*',
    what: '*/statusCategory was never recorded',
    why: 'A field of every issue by now; the recorded issues are older or show fewer fields.',
    source: 'Recorded rest-fields-1: id "statusCategory"',
  },
  ...['GET /rest/api/3/webhook: /values/*/', 'PUT /rest/api/3/webhook/refresh: /'].map((place): Exception => {
    const [operation, path] = place.split(': ') as [string, string];
    return {
      tool: 'jira',
      operation,
      what: `answer 200 ${path}expirationDate must be integer`,
      why: 'Declared as a number; the operation’s own example is a moment in text.',
      source: 'Jira document, example of the answer: "expirationDate": "2019-06-01T12:42:30.000+0000"',
    };
  }),
  {
    tool: 'jira',
    operation: 'DELETE /rest/api/3/webhook',
    what: 'answer 202 has neither schema nor recording',
    why: 'The answer has no body.',
    source: 'Jira document, DELETE /rest/api/3/webhook: 202 without content',
  },
  {
    tool: 'asana',
    operation: 'GET /workspaces/{workspace_gid}',
    what: 'answer 200 /data/email_domains/* must match format "uri"',
    why: 'Declared as addresses; the service gives bare domains.',
    source: 'Recorded rest-workspace-1',
  },
  {
    tool: 'asana',
    operation: 'GET /goal_relationships',
    what: 'answer 200 /data/*/supporting_resource/resource_subtype is not declared',
    why: 'Declared as a compact project, and said to be a project, task, portfolio or goal: a compact task has its subtype.',
    source: 'GoalRelationshipCompact.supporting_resource and TaskCompact of the document',
  },
  {
    tool: 'asana',
    operation: '*',
    what: 'answer 429 is not listed',
    why: 'Listed among the document’s common answers, and told for all operations at once.',
    source: 'Asana, "Rate limits"; components.responses.TooManyRequests of the document',
  },
  {
    tool: 'trello',
    operation: 'GET /members/{id}/boards',
    what: 'path parameter id "me": / must match pattern*',
    why: '`me` stands for the owner of the token wherever a member is named.',
    source: 'Recorded rest-boards-1: GET /1/members/me/boards',
  },
  ...['GET /members/{id}', 'GET /members/{id}/boards'].map(
    (operation): Exception => ({
      tool: 'trello',
      operation,
      what: 'query parameter fields *: / must be equal to one of the allowed values',
      why: 'The document allows one field by enumeration; its own text says a list with commas.',
      source: 'Trello document, description of `fields`: "all or a comma-separated list"',
    }),
  ),
  ...['filter', 'limit', 'before', 'fields'].map(
    (name): Exception => ({
      tool: 'trello',
      operation: 'GET /boards/{id}/cards',
      what: `query parameter ${name} is not declared`,
      why: 'The operation declares no query parameters at all, and takes those of every list.',
      source:
        'Recorded rest-board-cards-3 (filter, limit); Trello, "Nested resources" and "Paging" of the API introduction',
    }),
  ),
  ...['customFieldItems', 'attachments', 'attachment_fields', 'checklists', 'checklist_fields'].map(
    (name): Exception => ({
      tool: 'trello',
      operation: 'GET /boards/{id}/cards',
      what: `query parameter ${name} is not declared`,
      why: 'Cards in a list take the nested parts that GET /cards/{id} declares.',
      source: 'Trello, "Nested resources"; GET /cards/{id} of the document',
    }),
  ),
  {
    tool: 'trello',
    operation: 'GET /boards/{boardId}/actions',
    what: 'query parameter fields *: / must be object',
    why: 'Declared as an object of fields; a query carries their names with commas.',
    source: 'Trello, "Nested resources": `fields` is a list with commas',
  },
  {
    tool: 'trello',
    operation: 'GET /batch',
    what: 'answer 200 has neither schema nor recording',
    why: 'The answer is a list of answers; each is held against its own operation.',
    source: 'Trello document, GET /batch: "Make up to 10 GET requests in a single, batched API call"',
  },
  {
    tool: 'trello',
    operation: 'GET /cards/{id}',
    what: 'query parameter attachments "true": *',
    why: 'Declared as text and as a boolean at once, which nothing can be; "true" is the boolean.',
    source: 'Trello document, GET /cards/{id}: `attachments`, "true, false, or cover"',
  },
  {
    tool: 'trello',
    operation: 'GET /cards/{id}',
    what: 'answer 200 /due must match format "date"',
    why: 'Declared as a day; the service gives a moment.',
    source: 'Recorded rest-actions-5: due "2020-12-22T01:59:00.000Z"',
  },
  {
    tool: 'trello',
    operation: 'GET /boards/{id}',
    what: 'answer 404 is text/plain, not JSON',
    why: 'The service refuses in plain text.',
    source: 'Recorded http-exchange-3 and rest-error-1',
  },
  ...[
    'GET /members/{id}: answer 401',
    'GET /cards/{id}: answer 404',
    'GET /boards/{id}: answer 429',
    'POST /webhooks/: answer 400',
  ].map((place): Exception => {
    const [operation, what] = place.split(': ') as [string, string];
    return {
      tool: 'trello',
      operation,
      what: `${what} is not listed`,
      why: 'Refusals are told for all operations at once.',
      source: 'Trello, "Status codes" and "Rate limits" of the API guides',
    };
  }),
  ...['GET /members/{id}/boards', 'GET /boards/{id}'].flatMap((operation) =>
    ['descData', 'memberships', 'powerUps', 'idTags'].map(
      (name): Exception => ({
        tool: 'trello',
        operation,
        what: `answer 200 /*${name} must be string`,
        why: 'Declared as text; the service gives an object, null or a list.',
        source: 'Recorded rest-boards-1 and rest-board-1',
      }),
    ),
  ),
  ...['GET /members/{id}/boards', 'GET /boards/{id}'].flatMap((operation) =>
    ['dateLastActivity', 'dateLastView'].map(
      (name): Exception => ({
        tool: 'trello',
        operation,
        what: `answer 200 /*${name} must match format "date"`,
        why: 'Declared as days; the service gives moments.',
        source: 'Recorded rest-boards-1',
      }),
    ),
  ),
  ...['GET /members/{id}/boards', 'GET /boards/{id}'].map(
    (operation): Exception => ({
      tool: 'trello',
      operation,
      what: 'answer 200 /*ixUpdate must be integer',
      why: 'Declared as a number; the service gives its digits.',
      source: 'Recorded rest-boards-1',
    }),
  ),
  {
    tool: 'trello',
    operation: 'GET /boards/{id}/memberships',
    what: 'answer 200 / must be object',
    why: 'Declared as one; the service gives the list of them.',
    source: 'Recorded rest-boards-1: `memberships`',
  },
  {
    tool: 'trello',
    operation: 'GET /cards/{id}',
    what: 'answer 200 /badges/due must match format "date"',
    why: 'Declared as a day; the service gives a moment.',
    source: 'Recorded http-exchange-1: badges.due',
  },
  {
    tool: 'trello',
    operation: 'GET /cards/{id}',
    what: 'answer 200 /labels/* must *',
    why: 'Declared as ids; the service gives the labels.',
    source: 'Recorded rest-board-cards-1: `labels`',
  },
  ...['card', 'old'].map(
    (part): Exception => ({
      tool: 'trello',
      operation: 'GET /boards/{boardId}/actions',
      what: `answer 200 /*/data/${part}/dueComplete was never recorded`,
      why: 'An update names the field of the card that changed, of which only some were recorded.',
      source: 'Trello, "Action types": `data.old` of updateCard; `dueComplete` in the recorded cards',
    }),
  ),
  {
    tool: 'trello',
    operation: 'GET /cards/{id}/actions',
    what: 'answer 200 /*/limits must be object',
    why: 'Declared as an object; the service says null where there are none.',
    source: 'Recorded rest-actions-1',
  },
  ...['boardSource', 'boardTarget'].map(
    (name): Exception => ({
      tool: 'trello',
      operation: '*',
      what: `*/data/${name} was never recorded`,
      why: 'A card that moves names the other board, as a list does; only the move of a list was recorded.',
      source: 'Recorded webhook-action-moveListFromBoard-1: data.boardTarget; Trello, "Action types": moveCardToBoard',
    }),
  ),
  {
    tool: 'trello',
    operation: 'DELETE /webhooks/{id}',
    what: 'answer 200 has neither schema nor recording',
    why: 'The document says “Success” and no more; what is removed leaves nothing to describe.',
    source: 'Recorded rest-delete-1, of another operation: {"_value": null}',
  },
];
