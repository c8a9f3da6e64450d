import { Button, FileButton } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ImportAnswer } from '../../api/schemas/imports.ts';
import type { ImportKind } from '../../domain/import/kinds.ts';
import { ApiProblem, sendJson } from '../api.ts';
import { importTexts as texts } from '../texts/en/imports.tsx';
import { ImportDifference } from './import-difference.tsx';
import classes from './import-file.module.css';
import { ImportRefused } from './import-refused.tsx';

interface ChosenFile {
  readonly name: string;
  readonly text: string;
  readonly format: 'csv' | 'yaml';
}

/** The service takes no more at once; larger files go by the command line. */
const CHARACTERS_MAX = 1_000_000;

/** A file of goals, people or rules: what it would change is shown before anything is changed. */
export function ImportFile({ kind, example }: { kind: ImportKind; example: string }) {
  const client = useQueryClient();
  const [file, setFile] = useState<ChosenFile | null>(null);
  const show = useMutation({ mutationFn: (chosen: ChosenFile) => send(kind, chosen) });
  const apply = useMutation({
    mutationFn: ({ chosen, seen }: { chosen: ChosenFile; seen: string }) => send(kind, chosen, seen),
    // People and goals are everywhere.
    onSuccess: () => client.invalidateQueries(),
  });
  const choose = async (given: File | null) => {
    if (!given) return;
    apply.reset();
    const chosen = await read(given);
    setFile(chosen);
    show.mutate(chosen);
  };
  const fault = apply.error ?? show.error;
  return (
    <div className={classes.import}>
      <div aria-live="polite">{apply.data && <p>{texts.applied[kind](apply.data.added, apply.data.changed)}</p>}</div>
      <div className={classes.actions}>
        <FileButton accept=".csv,.tsv,.txt,.yaml,.yml" onChange={(given) => void choose(given)}>
          {(props) => (
            <Button {...props} variant={file ? 'default' : 'filled'} loading={show.isPending}>
              {file ? texts.anotherFile : texts.chooseFile[kind]}
            </Button>
          )}
        </FileButton>
        {file && <span className="soft">{file.name}</span>}
      </div>
      {fault ? (
        <ImportRefused error={fault} />
      ) : (
        file &&
        show.data &&
        !apply.data && (
          <ImportDifference
            kind={kind}
            answer={show.data}
            isApplying={apply.isPending}
            onApply={(seen) => apply.mutate({ chosen: file, seen })}
          />
        )
      )}
      <details>
        <summary>{texts.whatItHolds}</summary>
        <p className="small soft measure">{texts.columns[kind]}</p>
        <pre className={`small ${classes.example}`}>{example}</pre>
      </details>
    </div>
  );
}

async function read(file: File): Promise<ChosenFile> {
  const format = /\.ya?ml$/i.test(file.name) ? 'yaml' : 'csv';
  return { name: file.name, text: await file.text(), format };
}

function send(kind: ImportKind, { text, format }: ChosenFile, seen?: string): Promise<ImportAnswer> {
  if (text.length > CHARACTERS_MAX) return Promise.reject(tooLarge());
  return sendJson<ImportAnswer>('POST', `/imports/${kind}`, { text, format, ...(seen ? { seen } : {}) });
}

function tooLarge(): ApiProblem {
  return new ApiProblem({ title: texts.refused, status: 413, code: 'too-large', detail: texts.tooLarge });
}
