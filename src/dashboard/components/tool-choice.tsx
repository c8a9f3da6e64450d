import { Button } from '@mantine/core';
import type { ToolAnswer } from '../../api/schemas/tools.ts';
import { isWiki } from '../../domain/task.ts';
import { TOOL_WORDS } from '../../domain/wording.ts';
import { connectTexts as texts } from '../texts/en/connections.tsx';
import classes from './connect.module.css';

/** Which tool, and what it will take. */
export function ToolChoice(props: { tools: readonly ToolAnswer[]; onChoose: (tool: ToolAnswer) => void }) {
  return (
    <ul className={`plain-list ${classes.tools}`}>
      {props.tools.map((one) => (
        <li key={one.tool}>
          <Button size="md" onClick={() => props.onChoose(one)}>
            {TOOL_WORDS[one.tool]}
          </Button>
          <span className="soft">
            {isWiki(one.tool) && texts.wiki}
            {texts.asksFor(needsOf(one))}
          </span>
        </li>
      ))}
    </ul>
  );
}

function needsOf({ address, credentials }: ToolAnswer): string[] {
  const labels = credentials.filter(({ isNeeded }) => isNeeded).map(({ label }) => label);
  return (address.usual === null ? [texts.addressOfSite, ...labels] : labels).map(withinSentence);
}

/** A label as it stands within a sentence; what is written in capitals stays so. */
function withinSentence(label: string): string {
  return /^\p{Lu}\p{Lu}/u.test(label) ? label : label.charAt(0).toLowerCase() + label.slice(1);
}
