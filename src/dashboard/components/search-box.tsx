import { Combobox, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { GoalAnswer } from '../../api/schemas/goals.ts';
import { TOOL_WORDS } from '../../domain/wording.ts';
import { goalsQuery, tasksQuery } from '../queries.ts';
import { counts } from '../texts/en/counts.ts';
import { searchTexts as texts } from '../texts/en/shell.tsx';
import classes from './search-box.module.css';

const hitsMax = 8;
const isUrl = (text: string) => /^https?:\/\//i.test(text);

/** Search by key, title or pasted URL. Enter jumps when there is one hit; a pasted URL jumps by itself. */
export function SearchBox() {
  const [text, setText] = useState('');
  const [settled] = useDebouncedValue(text.trim(), 150);
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const navigate = useNavigate();
  const client = useQueryClient();
  const tasks = useQuery({ ...tasksQuery({ q: settled, limit: hitsMax }), enabled: settled.length > 1 });
  const goals = useQuery({ ...goalsQuery(), enabled: settled.length > 1 });
  const goalHits = settled.length > 1 ? findGoals(goals.data?.items ?? [], settled) : [];
  const taskHits = settled.length > 1 && !tasks.isPlaceholderData ? (tasks.data?.items ?? []) : [];

  const open = (value: string) => {
    combobox.closeDropdown();
    setText('');
    const [kind, id = ''] = splitOnce(value);
    if (kind === 'goal') void navigate({ to: '/goals/$goalKey', params: { goalKey: id } });
    else if (kind === 'task') void navigate({ to: '/tasks/$taskId', params: { taskId: id } });
    else void navigate({ to: '/unaligned', search: { q: id, state: 'all' } });
  };

  const jump = async (query: string) => {
    const answer = await client.fetchQuery(tasksQuery({ q: query, limit: hitsMax })).catch(() => undefined);
    const goal = findGoals(goals.data?.items ?? [], query);
    const [only] = answer?.items ?? [];
    if (answer?.total === 1 && only && goal.length === 0) open(`task:${only.id}`);
    else if (answer?.total === 0 && goal.length === 1 && goal[0]) open(`goal:${goal[0].key}`);
    else if (goal[0]?.key.toLowerCase() === query.toLowerCase()) open(`goal:${goal[0].key}`);
    else if ((answer?.total ?? 0) > 1) open(`all:${query}`);
  };

  return (
    <Combobox store={combobox} onOptionSubmit={open} shadow="md" width={400} position="bottom-end">
      <Combobox.Target>
        <TextInput
          id="global-search"
          type="search"
          aria-label={texts.label}
          placeholder={texts.placeholder}
          autoComplete="off"
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            combobox.openDropdown();
            combobox.updateSelectedOptionIndex();
          }}
          onPaste={(event) => {
            const pasted = event.clipboardData.getData('text').trim();
            if (isUrl(pasted)) void jump(pasted);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && combobox.getSelectedOptionIndex() < 0 && text.trim()) void jump(text.trim());
          }}
          onFocus={() => text && combobox.openDropdown()}
          onBlur={() => combobox.closeDropdown()}
        />
      </Combobox.Target>
      <Combobox.Dropdown className={classes.dropdown} hidden={settled.length < 2}>
        <Combobox.Options aria-label={texts.found}>
          {goalHits.slice(0, 3).map((goal) => (
            <Combobox.Option key={goal.key} value={`goal:${goal.key}`} className={classes.hit}>
              <span className={classes.key}>{goal.key}</span> <span>{goal.title}</span>
            </Combobox.Option>
          ))}
          {taskHits.map((task) => (
            <Combobox.Option key={task.id} value={`task:${task.id}`} className={classes.hit}>
              <span className={classes.key}>{task.key ?? TOOL_WORDS[task.tool]}</span> <span>{task.title}</span>
            </Combobox.Option>
          ))}
          {(tasks.data?.total ?? 0) > taskHits.length && taskHits.length > 0 && (
            <Combobox.Option value={`all:${settled}`} className={classes.hit}>
              {texts.allThatMatch(counts.tasks(tasks.data?.total ?? 0))}
            </Combobox.Option>
          )}
          <SearchNote
            isAsking={tasks.isFetching}
            isFaulty={tasks.isError}
            isFound={taskHits.length + goalHits.length > 0}
          />
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

function SearchNote({ isAsking, isFaulty, isFound }: { isAsking: boolean; isFaulty: boolean; isFound: boolean }) {
  if (isFound) return null;
  const note = isAsking ? texts.searching : isFaulty ? texts.faulty : texts.nothing;
  return <Combobox.Empty className={classes.note}>{note}</Combobox.Empty>;
}

function findGoals(goals: readonly GoalAnswer[], text: string): readonly GoalAnswer[] {
  const wanted = text.toLowerCase();
  return goals.filter((goal) => goal.key.toLowerCase().startsWith(wanted) || goal.title.toLowerCase().includes(wanted));
}

function splitOnce(text: string): readonly [string, string] {
  const at = text.indexOf(':');
  return [text.slice(0, at), text.slice(at + 1)];
}
