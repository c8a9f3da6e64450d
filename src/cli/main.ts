import { Command, Option } from 'commander';
import { demo } from './commands/demo.ts';
import { failWith } from './fail.ts';
import { openTerminal } from './terminal.ts';

const program = new Command('plumbline')
  .description('Tests whether work hangs true: which tasks serve a goal, why we say so, and which hang on nothing.')
  .option('--json', 'print the result as JSON')
  .showHelpAfterError();

/** Stops what runs on Ctrl-C or SIGTERM: pages under way finish, databases close. */
function stopSignal(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => controller.abort());
  return controller.signal;
}

program
  .command('demo')
  .description('a believable organisation in simulated tools, read, linked and flagged')
  .option('--once', 'print the report and end', false)
  .addOption(new Option('--tasks <n>', 'how many tasks').default(1200).argParser(Number))
  .option('--seed <text>', 'another organisation for each', 'larkfield')
  .option('--json', 'print the report as JSON')
  .action(async (options: { once: boolean; tasks: number; seed: string }) => {
    await demo(
      openTerminal(Boolean(program.opts().json ?? (options as { json?: boolean }).json)),
      options,
      stopSignal(),
    );
  });

try {
  await program.parseAsync();
} catch (error) {
  failWith(error);
}
