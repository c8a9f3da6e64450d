import { Button } from '@mantine/core';
import { TOOLS, type ToolName } from '../../domain/task.ts';
import { TOOL_WORDS } from '../../domain/wording.ts';
import classes from './connect.module.css';

const needs: Record<ToolName, string> = {
  jira: 'The site’s address, an e-mail and an API token of an account that sees the projects.',
  asana: 'A personal access token of an account that sees the projects.',
  trello: 'An API key and a token of an account that sees the boards.',
};

/** Which tool, and what it will take. */
export function ToolChoice({ onChoose }: { onChoose: (tool: ToolName) => void }) {
  return (
    <ul className={`plain-list ${classes.tools}`}>
      {TOOLS.map((tool) => (
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
