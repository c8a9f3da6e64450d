import { createRequire } from 'node:module';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import type { App } from '../app-type.ts';
import type { ApiDeps } from '../deps.ts';
import { addCommonAnswers } from '../openapi-answers.ts';
import { cookieName } from './session.ts';

const { version } = createRequire(import.meta.url)('../../../package.json') as { version: string };

/** The reference's own page: its scripts are files of ours, it sets some styles in place, and it asks nobody else. */
const DOCS_POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const TAGS = {
  session: 'Signing in with a one-time link, and out.',
  alignment: 'The alignment rate with its coverage, week by week and by team.',
  flags: 'How many tasks stand in each state, and what each filter would give.',
  tasks: 'Tasks with their flag, and the path from each to its goal.',
  themes: 'What unaligned work is about: similar tasks, and the goal that nobody wrote down.',
  'saved-views': 'Lists that people come back to, their own and those they share.',
  links: 'A person’s word on which goal a task serves.',
  decisions: 'A person’s word on a task other than the goal it serves.',
  'check-ins': 'How key results stand, as people said it.',
  allowances: 'Which share of a team’s work may keep the lights on.',
  goals: 'Vision, objectives and key results.',
  feeds:
    'One’s own feeds for other programs: digests and promises as Atom, days to look again and to check in as a calendar.',
  glossary: 'Short forms of the organisation, and what they stand for.',
  proposals: 'Goals that wiki pages state, until a person has decided on them.',
  connections: 'The tools tasks are read from.',
  scopes: 'Projects and boards of a connection.',
  'sync-runs': 'Pulls, with their progress by scope.',
  deliveries: 'What the tools told of changes, and what became of it.',
  digests: 'The weekly digest: when it comes, and each as it was sent.',
  'outgoing-webhooks': 'Programs that are told of changed flags and links, signed as Standard Webhooks says.',
  notices: 'What an owner has to mend in a tool.',
  teams: 'The organisation’s teams.',
  managers: 'What prepares a conversation with one of them, and who read that from further above.',
  people: 'People, and accounts of tools that match nobody.',
  imports: 'Files of goals, people and rules: what one would change, then all of it or nothing.',
  'first-run': 'How far a new install is on its way to the first insight.',
  audit: 'Who changed people, roles, settings, connections and how work is read.',
  cycles: 'The times goals are set for.',
  rules: 'The organisation’s own rules.',
  settings: 'What holds for the whole organisation.',
  events: 'That something changed, as it happens.',
} as const;

/** The API's document at /openapi.json and its reference at /docs. Both are open: they say what the source says. */
export async function addOpenApi(app: App, deps: Pick<ApiDeps, 'publicUrl'>): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Plumbline',
        version,
        description: 'Which tasks serve a goal, why we say so, and which hang on nothing.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
      components: { securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: cookieName(deps) } } },
      security: [{ session: [] }],
    },
    transform: (given) => {
      const { schema, url } = jsonSchemaTransform(given);
      const { isOpen, isOwnerOnly, isLeaderOnly } = given.route.config ?? {};
      const security = isOpen ? { security: [] } : {};
      const description = isOwnerOnly
        ? { description: 'Only for the owner.' }
        : isLeaderOnly
          ? { description: 'Only for owners and leaders.' }
          : {};
      return { schema: { ...schema, ...security, ...description }, url };
    },
    transformObject: (given) =>
      'openapiObject' in given ? addCommonAnswers(given.openapiObject) : given.swaggerObject,
  });
  // Opened tag by tag: of more than about 115 calls at once it draws only the first few, and says nothing.
  await app.register(swaggerUi, { routePrefix: '/docs', staticCSP: DOCS_POLICY, uiConfig: { docExpansion: 'none' } });
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger());
}
