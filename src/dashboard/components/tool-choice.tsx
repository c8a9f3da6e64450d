import { Button } from '@mantine/core';
import { SOURCES, type SourceName } from '../../domain/task.ts';
import { TOOL_WORDS } from '../../domain/wording.ts';
import classes from './connect.module.css';

const needs: Record<SourceName, string> = {
  jira: 'The site’s address, an e-mail and an API token of an account that sees the projects.',
  asana: 'A personal access token of an account that sees the projects.',
  trello: 'An API key and a token of an account that sees the boards.',
  confluence:
    'Where goals are written: the site’s address, an e-mail and an API token of an account that sees the spaces.',
  notion: 'Where goals are written: the token of an integration that the pages are shared with.',
};

/** Which tool, and what it will take. */
export function ToolChoice({ onChoose }: { onChoose: (tool: SourceName) => void }) {
  return (
    <ul className={`plain-list ${classes.tools}`}>
      {SOURCES.map((tool) => (
        <li key={tool}>
          <Button size="md" onClick={() => onChoose(tool)}>
            {TOOL_WORDS[tool]}
          </Button>
          <span className="soft">{needs[tool]}</span>
        </li>
      ))}
    </ul>
  );
}
