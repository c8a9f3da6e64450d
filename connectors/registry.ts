import type { SourceName, ToolName, WikiName } from '../src/domain/task.ts';
import { asana } from './asana/index.ts';
import { confluence } from './confluence/index.ts';
import type { ConnectorDefinition } from './connector.ts';
import { jira } from './jira/index.ts';
import { notion } from './notion/index.ts';
import { trello } from './trello/index.ts';
import type { WikiDefinition } from './wiki.ts';

/** Every tool has its connector, or this does not compile. */
export const connectors: Readonly<Record<ToolName, ConnectorDefinition>> = { jira, asana, trello };

/** And every wiki. */
export const wikis: Readonly<Record<WikiName, WikiDefinition>> = { confluence, notion };

/** What is known of each, tool or wiki, before it is connected. */
export const sources: Readonly<Record<SourceName, ConnectorDefinition | WikiDefinition>> = { ...connectors, ...wikis };
