import { z } from 'zod';
import { addPerson, changePerson } from '../../usecases/change-people.ts';
import { invitePerson } from '../../usecases/invite-person.ts';
import { readAudit } from '../../usecases/read-audit.ts';
import { matchByHand } from '../../usecases/read-organisation.ts';
import { readPeople } from '../../usecases/read-people.ts';
import { resumeMail } from '../../usecases/resume-mail.ts';
import type { App } from '../app-type.ts';
import type { ApiDeps } from '../deps.ts';
import { signedInOf, viewerOf } from '../plugins/session.ts';
import { pageQuerySchema } from '../schemas/common.ts';
import {
  addedPersonSchema,
  addPersonBodySchema,
  auditSchema,
  changePersonBodySchema,
  inviteSchema,
  matchBodySchema,
  peopleSchema,
} from '../schemas/people.ts';

const personParams = z.object({ id: z.string().max(100) });

/** Who is there and what they may do. Everybody sees their own part; owners change it, and read who changed what. */
export function addPeopleRoutes(app: App, deps: ApiDeps): void {
  const tags = ['people'];
  const config = { isOwnerOnly: true };
  app.get(
    '/people',
    { schema: { tags, summary: 'People of the viewer’s part of the organisation', response: { 200: peopleSchema } } },
    (request) => readPeople(deps.db, viewerOf(request)),
  );
  app.post(
    '/people',
    {
      config,
      schema: { tags, summary: 'Adds a person', body: addPersonBodySchema, response: { 200: addedPersonSchema } },
    },
    (request) => addPerson(deps, signedInOf(request).person, request.body),
  );
  app.patch(
    '/people/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Changes what is named of a person; one who left keeps their history and signs in no more',
        params: personParams,
        body: changePersonBodySchema,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await changePerson(deps, signedInOf(request).person, request.params.id, request.body);
      return reply.code(204).send(null);
    },
  );
  app.post(
    '/people/:id/invite',
    {
      config: { ...config, isAnswerSecret: true },
      schema: {
        tags,
        summary: 'Makes a link by which the person signs in once within seven days; written to the audit trail',
        params: personParams,
        response: { 200: inviteSchema },
      },
    },
    async (request) => {
      const { token, expiresAt } = await invitePerson(deps, signedInOf(request).person, request.params.id);
      return { token, expiresAt: expiresAt.toISOString() };
    },
  );
  app.post(
    '/people/:id/mail-again',
    {
      config,
      schema: {
        tags,
        summary: 'Digests go to the person’s address again, which had refused them or sent them back',
        params: personParams,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await resumeMail(deps, signedInOf(request).person, request.params.id);
      return reply.code(204).send(null);
    },
  );
  app.post(
    '/people/matches',
    {
      config,
      schema: {
        tags,
        summary: 'Says by hand whom an account belongs to',
        body: matchBodySchema,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await matchByHand(deps, signedInOf(request).person, request.body);
      return reply.code(204).send(null);
    },
  );
  app.get(
    '/audit',
    {
      config,
      schema: {
        tags: ['audit'],
        summary: 'Who changed people, roles, settings and connections, newest first',
        querystring: pageQuerySchema,
        response: { 200: auditSchema },
      },
    },
    (request) => readAudit(deps.db, request.query),
  );
}
