import { z } from 'zod';
import { addEntry, changeGlossaryEntry, undoGlossaryChange } from '../../usecases/change-glossary.ts';
import { readGlossary, readGlossaryChanges } from '../../usecases/read-glossary.ts';
import type { App } from '../app-type.ts';
import type { ApiDeps } from '../deps.ts';
import { signedInOf, viewerOf } from '../plugins/session.ts';
import {
  addEntryBodySchema,
  changeEntryBodySchema,
  glossaryChangedSchema,
  glossaryChangesSchema,
  glossaryQuerySchema,
  glossarySchema,
} from '../schemas/glossary.ts';
import { undoAnswerSchema } from '../schemas/tasks.ts';

const idSchema = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER);
const entryParams = z.object({ id: idSchema });

/** Short forms of the organisation: everybody reads them, owners and leaders decide on them. */
export function addGlossaryRoutes(app: App, deps: ApiDeps): void {
  const tags = ['glossary'];
  const config = { isLeaderOnly: true };
  app.get(
    '/glossary',
    {
      schema: {
        tags,
        summary: 'Entries of one state, those that most tasks use first; proposals for owners and leaders alone',
        querystring: glossaryQuerySchema,
        response: { 200: glossarySchema },
      },
    },
    (request) => readGlossary(deps, viewerOf(request), request.query),
  );
  app.post(
    '/glossary',
    {
      config,
      schema: {
        tags,
        summary: 'Enters a short form and what it stands for',
        body: addEntryBodySchema,
        response: { 200: glossaryChangedSchema },
      },
    },
    (request) => addEntry(deps, signedInOf(request).person, request.body),
  );
  app.patch(
    '/glossary/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Rewords, keeps or dismisses an entry',
        params: entryParams,
        body: changeEntryBodySchema,
        response: { 200: glossaryChangedSchema },
      },
    },
    (request) => changeGlossaryEntry(deps, signedInOf(request).person, request.params.id, request.body),
  );
  app.get(
    '/glossary/:id/changes',
    {
      schema: {
        tags,
        summary: 'What people said of an entry, the last 50, newest first',
        params: entryParams,
        response: { 200: glossaryChangesSchema },
      },
    },
    (request) => readGlossaryChanges(deps, signedInOf(request).person, request.params.id),
  );
  app.post(
    '/glossary/changes/:changeId/undo',
    {
      config,
      schema: {
        tags,
        summary: 'Takes the last change of an entry back',
        params: z.object({ changeId: idSchema }),
        response: { 200: undoAnswerSchema },
      },
    },
    (request) => undoGlossaryChange(deps, signedInOf(request).person, request.params.changeId),
  );
}
