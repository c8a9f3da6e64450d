import { ApiProblem } from '../api.ts';
import { importTexts as texts } from '../texts/en/imports.tsx';
import { DataTable } from './data-table.tsx';
import classes from './import-file.module.css';

/** Why a file was not taken: each place that has to be mended, by row and column. */
export function ImportRefused({ error }: { error: unknown }) {
  const problem = error instanceof ApiProblem ? error : null;
  const faults = problem?.code === 'import-refused' ? problem.fields : [];
  return (
    <div role="alert" className={classes.refused}>
      <p>{problem?.detail ?? texts.refused}</p>
      {faults.length > 0 && (
        <DataTable
          caption={texts.toBeMended}
          rows={faults}
          keyOf={({ field, message }) => `${field} ${message}`}
          columns={[
            { name: texts.where, cell: ({ field }) => field },
            { name: texts.what, cell: ({ message }) => message },
          ]}
        />
      )}
      <p className="small">{texts.mendIt}</p>
    </div>
  );
}
