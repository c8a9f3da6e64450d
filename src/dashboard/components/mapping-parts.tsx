import { Checkbox, NativeSelect } from '@mantine/core';
import type { ConnectionDetail, MappingAnswer } from '../../api/schemas/connections.ts';
import { STATUS_WORDS } from '../../domain/wording.ts';
import { formatCount } from '../format.ts';
import { DataTable } from './data-table.tsx';
import classes from './mapping-editor.module.css';

type Vocabulary = ConnectionDetail['vocabulary'];
type Statuses = MappingAnswer['statuses'];

/** Each status or list of the tool, and which of our three words it means. */
export function StatusTable(props: {
  statuses: Vocabulary['statuses'];
  mapping: Statuses;
  origin: string;
  isEditable: boolean;
  onChange: (changed: Statuses) => void;
}) {
  const { mapping, isEditable } = props;
  const read = (status: Vocabulary['statuses'][number]) =>
    mapping[status.externalId] ?? mapping[status.name.toLowerCase()] ?? status.category;
  return (
    <div className={classes.part}>
      <h3>
        Statuses <span className="small soft">({props.origin})</span>
      </h3>
      <DataTable
        caption="What each status means"
        rows={props.statuses}
        keyOf={(status) => `${status.externalId} ${status.scopeName}`}
        columns={[
          { name: 'In the tool', cell: (status) => status.name },
          { name: 'Scope', cell: (status) => status.scopeName ?? 'all' },
          { name: 'tasks', isNumber: true, cell: (status) => formatCount(status.tasks) },
          {
            name: 'means',
            cell: (status) =>
              isEditable ? (
                <NativeSelect
                  aria-label={`What ${status.name}${status.scopeName ? ` in ${status.scopeName}` : ''} means`}
                  value={read(status) ?? ''}
                  data={[
                    ...(read(status) ? [] : [{ value: '', label: 'not known' }]),
                    ...Object.entries(STATUS_WORDS).map(([value, label]) => ({ value, label })),
                  ]}
                  onChange={(event) =>
                    props.onChange({ [status.externalId]: event.currentTarget.value as Statuses[string] })
                  }
                />
              ) : (
                STATUS_WORDS[read(status) ?? 'todo']
              ),
          },
        ]}
      />
    </div>
  );
}

/** Which of the tool's fields carry one thing. */
export function FieldChoice(props: {
  title: string;
  fields: Vocabulary['fields'];
  chosen: readonly string[];
  origin: string;
  isEditable: boolean;
  onChange: (chosen: string[]) => void;
}) {
  const { fields, chosen, isEditable, onChange } = props;
  const toggle = (id: string, isChosen: boolean) =>
    onChange(isChosen ? [...chosen, id] : chosen.filter((other) => other !== id));
  return (
    <fieldset className={classes.choice}>
      <legend>
        {props.title} <span className="small soft">({props.origin})</span>
      </legend>
      {fields.length === 0 && <p className="small soft">This tool has no custom fields here.</p>}
      {fields.map((field) => (
        <Checkbox
          key={field.externalId}
          className={classes.field}
          label={`${field.name} (${field.kind})`}
          disabled={!isEditable}
          checked={chosen.includes(field.externalId)}
          onChange={(event) => toggle(field.externalId, event.currentTarget.checked)}
        />
      ))}
    </fieldset>
  );
}
