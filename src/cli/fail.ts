/** One clear line and a non-zero exit; whatever can be mended says how. */
export function failWith(error: unknown): void {
  const known = error instanceof Error ? error : new Error(String(error));
  const isOurs = ['UseCaseError', 'StoreError', 'ConfigError', 'ConnectorError'].includes(known.name);
  process.stderr.write(`${isOurs ? known.message : `Something went wrong: ${known.message}`}\n`);
  process.exitCode = 1;
}
