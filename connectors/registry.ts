import type { ToolName } from '../src/domain/task.ts';
import { asana } from './asana/index.ts';
import type { ConnectorDefinition } from './connector.ts';
import { jira } from './jira/index.ts';
import { trello } from './trello/index.ts';

/** Every tool has its connector, or this does not compile. */
export const connectors: Readonly<Record<ToolName, ConnectorDefinition>> = { jira, asana, trello };
