import { Argument, Command, Option } from 'commander';
import { readConfig } from '../../config/config.ts';
import type { Runtime } from '../compose.ts';
import type { ImportKind } from '../domain/import/kinds.ts';
import type { Viewer } from '../domain/person.ts';
import { SOURCES, type SourceName } from '../domain/task.ts';
import { findPersonByEmail, viewerOf } from '../store/people.ts';
import { UseCaseError } from '../usecases/errors.ts';
import type { ConnectOptions } from './commands/connect.ts';
import type { ConsentOptions } from './commands/connect-oauth.ts';
import type { DemoOptions } from './commands/demo.ts';
import type { EvaluateOptions } from './commands/evaluate.ts';
import type { PayloadKind } from './commands/inspect.ts';
import { failWith } from './fail.ts';
import { OWNER } from './owner.ts';
import { openTerminal, type Terminal } from './terminal.ts';

const program = new Command('plumbline')
  .description('Tests whether work hangs true: which tasks serve a goal, why we say so, and which hang on nothing.')
  // An error is one line: a guess at what was meant stands behind it, the help is one word away.
  .configureOutput({ outputError: (text, write) => write(`${text.trim().replace(/\s*\n\s*/g, ' ')}\n`) })
  .configureHelp({ sortSubcommands: true });

/** Stops what runs on Ctrl-C or SIGTERM: pages under way finish, databases close. A second one ends at once. */
const stop = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.on(name, () => {
    if (stop.signal.aborted) process.exit(130);
    stop.abort(new UseCaseError('stopped', 'Stopped.'));
  });
}

// Whoever reads has seen enough (`plumbline report | head`): end as after Ctrl-C, without a stack trace.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  stop.abort(new UseCaseError('stopped', 'Stopped.'));
});

function command(name: string, description: string): Command {
  return program.command(name).description(description).option('--json', 'print the result as JSON');
}

/** Opens what commands work with, and closes it however the command ends. */
async function withRuntime(
  isJson: boolean,
  run: (terminal: Terminal, runtime: Runtime) => Promise<void>,
): Promise<void> {
  const terminal = openTerminal(isJson);
  const { openRuntime } = await import('../compose.ts');
  const runtime = await openRuntime(readConfig(), { onNotice: terminal.say });
  try {
    await run(terminal, runtime);
  } finally {
    await runtime.close();
  }
}

/** The owner, or what this person sees. */
async function viewerFor(runtime: Runtime, email: string | undefined): Promise<Viewer> {
  if (!email) return OWNER;
  const person = await findPersonByEmail(runtime.db, email);
  if (!person) throw new UseCaseError('no-such-person', `Nobody has the e-mail ${email}.`);
  return viewerOf(runtime.db, person);
}

// Each command is loaded when it is asked for: the service's parts alone take a second to load.
type Json = { readonly json?: boolean };
type As = Json & { readonly as?: string };

command('start', 'runs the service; prints its address and a one-time link that signs the owner in')
  .addOption(new Option('--only <part>', 'one part in this process').choices(['api', 'workers']))
  .action((options: Json & { only?: 'api' | 'workers' }) =>
    withRuntime(Boolean(options.json), async (terminal, runtime) =>
      (await import('./commands/start.ts')).start(terminal, runtime, options, stop.signal),
    ),
  );

command('demo', 'a believable organisation in simulated tools, read, linked and flagged')
  .option('--once', 'print the report and end', false)
  .addOption(new Option('--tasks <n>', 'how many tasks').default(1200).argParser(wholeNumber))
  .option('--seed <text>', 'another organisation for each', 'larkfield')
  .action(async (options: Json & DemoOptions) =>
    (await import('./commands/demo.ts')).demo(openTerminal(Boolean(options.json)), options, stop.signal),
  );

command('doctor', 'checks database, queue, workers, mail, credentials and what the tools show; says what to do').action(
  (options: Json) =>
    withRuntime(Boolean(options.json), async (terminal, runtime) =>
      (await import('./commands/doctor.ts')).doctor(terminal, runtime, stop.signal),
    ),
);

const connecting = command('connect', 'adds a connection to a tool, and tests it')
  .addArgument(new Argument('<tool>').choices([...SOURCES]))
  .option('--base-url <url>', 'where it is')
  .option('--token-file <file>', 'a file that holds the token, or - for standard input')
  .option('--email <email>', 'whose token it is')
  .option('--key <key>', 'the API key that the token belongs to')
  .option('--secret-file <file>', 'a file that holds the secret beside the key; without it there are no webhooks')
  .option('--name <name>', 'what to call it')
  .option('--oauth', 'by your consent to an OAuth app, in place of a token', false)
  .option('--client-id <id>', 'with --oauth: the app’s client id')
  .option('--client-secret-file <file>', 'with --oauth: a file that holds the app’s client secret')
  .addOption(
    new Option('--callback-port <port>', 'with --oauth: where the consent page sends you back to, on this machine')
      .default(4682)
      .argParser(wholeNumber),
  )
  .action((tool: SourceName, options: Json & ConnectOptions & ConsentOptions & { oauth: boolean }) =>
    withRuntime(Boolean(options.json), async (terminal, runtime) =>
      options.oauth
        ? (await import('./commands/connect-oauth.ts')).connectByConsent(terminal, runtime, tool, options, stop.signal)
        : (await import('./commands/connect.ts')).connect(terminal, runtime, tool, options, stop.signal),
    ),
  );

// What each tool asks for stands with its connector, which takes a moment to load.
if (process.argv.includes('connect')) {
  connecting.addHelpText('after', (await import('./commands/connect-help.ts')).connectHelp());
}

command('webhook', 'makes the webhook of a wiki whose settings want it pasted there; prints address and token')
  .argument('<connection>')
  .action((connection: string, options: Json) =>
    withRuntime(Boolean(options.json), async (terminal, runtime) =>
      (await import('./commands/webhook.ts')).makeWebhook(terminal, runtime, connection, stop.signal),
    ),
  );

command('import', 'imports goals, people or rules from YAML or CSV: shows the difference, then all or nothing')
  .addArgument(new Argument('<what>').choices(['goals', 'people', 'rules'] satisfies ImportKind[]))
  .argument('<file>')
  .option('--yes', 'do not ask', false)
  .action((what: ImportKind, file: string, options: Json & { yes: boolean }) =>
    withRuntime(Boolean(options.json), async (terminal, runtime) =>
      (await import('./commands/import.ts')).importFile(
        terminal,
        runtime,
        what,
        file,
        { isYes: options.yes },
        stop.signal,
      ),
    ),
  );

command('sync', 'pulls now, one connection or all')
  .argument('[connection]')
  .option('--full', 'reads everything again, and finds what vanished', false)
  .option(
    '--since <day>',
    'reads again what changed since this day (YYYY-MM-DD); a tool that cannot say is read in full',
  )
  .action((name: string | undefined, { json, full: isFull, since }: Json & { full: boolean; since?: string }) =>
    withRuntime(Boolean(json), async (terminal, runtime) =>
      (await import('./commands/sync.ts')).sync(terminal, runtime, name, { isFull, since }, stop.signal),
    ),
  );

command('report', 'the alignment report')
  .option('--as <email>', 'as this person sees it')
  .option('--team <id>', 'one team')
  .option('--as-of <day>', 'the end of a past day, as 2026-11-15')
  .addOption(new Option('--weight <weight>').choices(['count', 'estimate', 'active-days']).default('count'))
  .action((options: As & { team?: string; asOf?: string; weight: string }) =>
    withRuntime(Boolean(options.json), async (terminal, runtime) => {
      const { team, asOf, weight } = options;
      await (await import('./commands/report.ts')).report(terminal, runtime, await viewerFor(runtime, options.as), {
        team,
        asOf,
        weight,
      });
    }),
  );

command('explain', 'one task: the path to its goal, or what was tried')
  .argument('<task>', "a key, a tool's id, or a pasted address")
  .option('--as <email>', 'as this person sees it')
  .action((word: string, options: As) =>
    withRuntime(Boolean(options.json), async (terminal, runtime) =>
      (await import('./commands/explain.ts')).explain(terminal, runtime, await viewerFor(runtime, options.as), word),
    ),
  );

command('digest', 'one person’s weekly digest as it would be sent now; sends nothing')
  .argument('<person>', 'whose: an e-mail')
  .option('--week <week>', 'the week it speaks of, as 2026-W47')
  .option('--out <file>', 'where to write it as HTML; without it, its text is printed')
  .action((email: string, options: Json & { week?: string; out?: string }) =>
    withRuntime(Boolean(options.json), async (terminal, runtime) =>
      (await import('./commands/digest.ts')).digest(terminal, runtime, email, options),
    ),
  );

command('mail-returned', 'takes a digest that came back, as a mail server hands it over; stops that address')
  .argument('<file>', 'the delivery report as it came in, or - for standard input')
  .action((file: string, options: Json) =>
    withRuntime(Boolean(options.json), async (terminal, runtime) =>
      (await import('./commands/mail-returned.ts')).mailReturned(terminal, runtime, file),
    ),
  );

command('export', 'the decided links of the organisation as a labelled set, which evaluate reads')
  .addArgument(new Argument('<what>').choices(['labels']))
  .option('--out <file>', 'where to write it; without it, to standard output')
  .option('--as <email>', 'what this person sees')
  .action((_what: 'labels', options: As & { out?: string }) =>
    withRuntime(Boolean(options.json), async (terminal, runtime) =>
      (await import('./commands/export.ts')).exportDecided(
        terminal,
        runtime,
        await viewerFor(runtime, options.as),
        options.out,
      ),
    ),
  );

command('evaluate', 'how well the linker links labelled data sets, in the form that export labels writes')
  .argument('<dataset...>', 'a labelled set as JSON; of several, a table with their mean')
  .option('--predictions <file>', 'writes what it says of each task, a line of JSON each')
  .option('--seeded', 'learns from the seed tasks of the set; the figures are over the others', false)
  .action(async (files: string[], options: Json & EvaluateOptions) =>
    (await import('./commands/evaluate.ts')).evaluate(openTerminal(Boolean(options.json)), files, options, stop.signal),
  );

command('sign-in-link', 'a one-time link that signs a person in: the owner, or whoever has this e-mail')
  .argument('[email]')
  .action((email: string | undefined, options: Json) =>
    withRuntime(Boolean(options.json), async (terminal, runtime) =>
      (await import('./commands/sign-in-link.ts')).makeSignInLink(terminal, runtime, email),
    ),
  );

command('inspect', "how one of a tool's payloads is understood")
  .addArgument(new Argument('<tool>').choices([...SOURCES]))
  .addArgument(new Argument('<kind>').choices(['webhook', 'rest'] satisfies PayloadKind[]))
  .argument('<file>', 'a file, or - for standard input')
  .action(async (tool: SourceName, kind: PayloadKind, file: string, options: Json) =>
    (await import('./commands/inspect.ts')).inspect(openTerminal(Boolean(options.json)), tool, kind, file),
  );

function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new UseCaseError('bad-number', `“${text}” is not a whole number above 0.`);
}

try {
  await program.parseAsync();
} catch (error) {
  failWith(error);
}
