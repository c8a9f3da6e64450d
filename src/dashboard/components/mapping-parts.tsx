import { Checkbox, NativeSelect } from '@mantine/core';
import type { ConnectionDetail, MappingAnswer } from '../../api/schemas/connections.ts';
import { STATUS_WORDS } from '../../domain/wording.ts';
import { formatCount } from '../format.ts';
import { mappingTexts as texts } from '../texts/en/connection-parts.tsx';
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
        {texts.statuses} <span className="small soft">{texts.origin(props.origin)}</span>
      </h3>
      <DataTable
        caption={texts.caption}
        rows={props.statuses}
        keyOf={(status) => `${status.externalId} ${status.scopeName}`}
        columns={[
          { name: texts.inTool, cell: (status) => status.name },
          { name: texts.scope, cell: (status) => status.scopeName ?? texts.all },
          { name: texts.tasks, isNumber: true, cell: (status) => formatCount(status.tasks) },
          {
            name: texts.means,
            cell: (status) =>
              isEditable ? (
                <NativeSelect
                  aria-label={texts.meaning(status.name, status.scopeName)}
                  value={read(status) ?? ''}
                  data={[
                    ...(read(status) ? [] : [{ value: '', label: texts.notKnown }]),
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
        {props.title} <span className="small soft">{texts.origin(props.origin)}</span>
      </legend>
      {fields.length === 0 && <p className="small soft">{texts.noFields}</p>}
      {fields.map((field) => (
        <Checkbox
          key={field.externalId}
          className={classes.field}
          label={texts.field(field.name, field.kind)}
          disabled={!isEditable}
          checked={chosen.includes(field.externalId)}
          onChange={(event) => toggle(field.externalId, event.currentTarget.checked)}
        />
      ))}
    </fieldset>
  );
}
