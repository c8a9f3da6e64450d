import { AsyncLocalStorage } from 'node:async_hooks';
import {
  ApiClient,
  CustomFieldSettingsApi,
  EventsApi,
  GoalRelationshipsApi,
  GoalsApi,
  PortfoliosApi,
  ProjectsApi,
  SectionsApi,
  TasksApi,
  UsersApi,
  WebhooksApi,
  WorkspacesApi,
} from 'asana';
import type { Transport } from '../http.ts';

/** What each `…WithHttpInfo` of the SDK gives. */
export interface SdkAnswer {
  readonly response: { readonly status: number };
  readonly data: unknown;
}

interface Asking {
  readonly call: string;
  readonly signal: AbortSignal;
  readonly accept?: readonly number[];
}

/**
 * Asana's own client, one for each connection: its APIs build paths and queries, our transport sends. By itself it would send through
 * superagent, without a time-out of the body, without a bound origin, and past a 429.
 */
export function createSdk(transport: Transport) {
  const asking = new AsyncLocalStorage<Asking>();
  const client = new ApiClient();
  client.basePath = '';
  client.RETURN_COLLECTION = false;
  client.callApi = async (path, method, pathParams, query, _headers, _form, body) => {
    const { call, signal, accept } = asking.getStore() ?? { call: path, signal: new AbortController().signal };
    const request = {
      method: method as 'GET',
      path: client.buildUrl(path, pathParams),
      query,
      body: body ?? undefined,
    };
    const answer = await transport.json(call, accept ? { ...request, accept } : request, signal);
    return { data: answer.body, response: answer };
  };
  return {
    /** @param accept Statuses that are no refusal here. */
    ask: <T>(call: string, signal: AbortSignal, fn: () => Promise<T>, accept?: readonly number[]) =>
      asking.run(accept ? { call, signal, accept } : { call, signal }, fn),
    events: new EventsApi(client),
    fieldSettings: new CustomFieldSettingsApi(client),
    goals: new GoalsApi(client),
    portfolios: new PortfoliosApi(client),
    projects: new ProjectsApi(client),
    relationships: new GoalRelationshipsApi(client),
    sections: new SectionsApi(client),
    tasks: new TasksApi(client),
    users: new UsersApi(client),
    webhooks: new WebhooksApi(client),
    workspaces: new WorkspacesApi(client),
  };
}
