/** One clear line and a non-zero exit; whatever can be mended says how. */
export function failWith(error: unknown): void {
  const known = error instanceof Error ? error : new Error(String(error));
  const [line] = known.message.split('\n');
  const isOurs = [
    'UseCaseError',
    'StoreError',
    'ConfigError',
    'ConnectorError',
    'QueueError',
    'BadCursorError',
  ].includes(known.name);
  process.stderr.write(`${isOurs ? line : `Something went wrong: ${line}`}\n`);
  process.exitCode = 1;
}
