import type { ConnectionDetail, SyncRunAnswer } from '../../../src/api/schemas/connections.ts';
import type { DeliveryAnswer } from '../../../src/api/schemas/deliveries.ts';
import { iso, now } from './fake-organisation.ts';

function makeRun(more: Partial<SyncRunAnswer> = {}): SyncRunAnswer {
  return {
    id: 'run-1',
    connectionId: 'jira-1',
    kind: 'full',
    state: 'done',
    requestedAt: iso(0.1),
    startedAt: iso(0.1),
    finishedAt: iso(0.099),
    requests: 38,
    waitMs: 0,
    pages: 30,
    tasks: 1204,
    setAside: 2,
    error: null,
    scopes: [],
    ...more,
  };
}

function connection(id: string, more: Partial<ConnectionDetail>): ConnectionDetail {
  return {
    id,
    tool: 'jira',
    name: 'Larkfield Jira',
    baseUrl: 'https://larkfield.example',
    state: 'active',
    account: { name: 'Plumbline reader', site: 'larkfield.example' },
    scopeNoun: 'project',
    scopes: 3,
    selectedScopes: 2,
    tasks: 702,
    setAside: 0,
    unmatchedPeople: 0,
    heldRemovals: 1,
    consent: null,
    held: [
      {
        id: 1,
        scopeId: 'jira-1.10000',
        scopeName: 'Onboarding',
        tasks: 34,
        ofTasks: 119,
        foundAt: '2026-11-20T03:00:00.000Z',
      },
    ],
    lastCompleteAt: iso(0.12),
    lastError: null,
    webhooks: {
      mode: 'polling',
      state: null,
      expiresAt: null,
      lastDeliveryAt: null,
      trouble: null,
      refused24h: 0,
      waiting: 0,
    },
    health: {
      freshAt: new Date(Date.now() - 180_000).toISOString(),
      isLate: false,
      unseen: [],
      budgets: [],
      breaker: null,
    },
    currentRun: null,
    mapping: {
      statuses: { '1': 'todo', '3': 'in-progress', '5': 'done' },
      goalFields: ['cf-1'],
      estimateFields: ['cf-2'],
      teamFields: [],
    },
    hasWebhooksByHand: false,
    editedParts: ['statuses'],
    vocabulary: {
      statuses: [
        { externalId: '1', name: 'Backlog', scopeName: null, category: 'todo', tasks: 210 },
        { externalId: '3', name: 'In review', scopeName: null, category: 'in-progress', tasks: 302 },
        { externalId: '5', name: 'Shipped', scopeName: 'Onboarding', category: null, tasks: 190 },
      ],
      fields: [
        { externalId: 'cf-1', name: 'OKR', kind: 'labels' },
        { externalId: 'cf-2', name: 'Story Points', kind: 'number' },
      ],
    },
    scopeList: [
      {
        id: `${id}.10`,
        key: 'ONB',
        name: 'Onboarding',
        isSelected: true,
        isArchived: false,
        isPrivate: false,
        visibility: 'visible',
        isDeleted: false,
        teamId: 'onboarding',
        personIds: [],
        tasks: 402,
        columnsProposalId: null,
      },
      {
        id: `${id}.11`,
        key: 'SEC',
        name: 'Security reviews',
        isSelected: true,
        isArchived: false,
        isPrivate: true,
        visibility: 'visible',
        isDeleted: false,
        teamId: null,
        personIds: [],
        tasks: 300,
        columnsProposalId: null,
      },
      {
        id: `${id}.12`,
        key: 'OLD',
        name: 'Old intranet',
        isSelected: false,
        isArchived: true,
        isPrivate: false,
        visibility: 'access-lost',
        isDeleted: false,
        teamId: null,
        personIds: [],
        tasks: 0,
        columnsProposalId: null,
      },
    ],
    recentRuns: [
      makeRun(),
      makeRun({
        id: 'run-0',
        kind: 'incremental',
        requestedAt: iso(1),
        startedAt: iso(1),
        finishedAt: iso(0.9999),
        tasks: 14,
        requests: 3,
        setAside: 0,
      }),
    ],
    ...more,
  };
}

export function makeConnections(): ConnectionDetail[] {
  return [
    connection('jira-1', {
      setAside: 2,
      currentRun: makeRun({
        state: 'running',
        startedAt: new Date(now - 40_000).toISOString(),
        finishedAt: null,
        tasks: 412,
        pages: 9,
        waitMs: 8000,
        scopes: [
          {
            scopeId: 'jira-1.10',
            scopeName: 'Onboarding',
            state: 'done',
            pages: 5,
            tasks: 402,
            requests: 6,
            waitMs: 0,
            expectedTasks: 402,
            error: null,
          },
          {
            scopeId: 'jira-1.11',
            scopeName: 'Security reviews',
            state: 'running',
            pages: 1,
            tasks: 100,
            requests: 2,
            waitMs: 8000,
            expectedTasks: 300,
            error: null,
          },
          {
            scopeId: 'jira-1.13',
            scopeName: 'Platform',
            state: 'waiting',
            pages: 0,
            tasks: 0,
            requests: 0,
            waitMs: 0,
            expectedTasks: null,
            error: null,
          },
        ],
      }),
    }),
    connection('asana-1', {
      tool: 'asana',
      name: 'Larkfield Asana',
      tasks: 390,
      unmatchedPeople: 3,
      baseUrl: 'https://app.asana.com',
      account: { name: 'Reader', site: 'app.asana.com' },
    }),
    connection('trello-1', {
      tool: 'trello',
      name: 'Ward boards',
      tasks: 112,
      scopeNoun: 'board',
      state: 'unauthorised',
      baseUrl: 'https://api.trello.com',
      account: null,
      lastError: {
        kind: 'unauthorised',
        message: 'Trello refused the token at GET /1/members/me.',
        at: iso(0.02),
        retryAt: null,
      },
    }),
  ];
}

/** One of each state. */
export function makeDeliveries(): DeliveryAnswer[] {
  const plain = {
    connectionId: 'jira-1',
    receivedAt: '2026-11-20T09:00:00.000Z',
    attempts: 0,
    ignored: [],
    error: null,
  };
  const processedAt = '2026-11-20T09:00:01.000Z';
  return [
    { ...plain, id: 4, state: 'stored', processedAt: null, changed: 0, deleted: 0 },
    { ...plain, id: 3, state: 'done', processedAt, changed: 1, deleted: 1 },
    {
      ...plain,
      id: 2,
      state: 'done',
      processedAt,
      changed: 0,
      deleted: 0,
      ignored: ['comment created without its issue'],
    },
    {
      ...plain,
      id: 1,
      state: 'failed',
      processedAt: null,
      changed: 0,
      deleted: 0,
      attempts: 8,
      error: 'Jira: read issues: no answer in time',
    },
  ];
}
