/** What a bench says: each figure with what it is measured against, each limit kept or broken. */
import { cpus, loadavg } from 'node:os';
import { Client } from 'pg';

export interface Ledger {
  say(line: string): void;
  /** Where and with what it runs: figures without it mean nothing. */
  sayGround(databaseUrl: string | null, options: object): Promise<void>;
  /** Prints a figure beside its limit, and remembers whether it is kept. */
  limit(what: string, figure: number, atMost: number, unit: string): void;
  /** The same where more is better. */
  atLeast(what: string, figure: number, atLeast: number, unit: string): void;
  /** Says which limits were broken. @returns The exit code. */
  judge(): 0 | 1;
}

export function openLedger(say = (line: string) => void process.stdout.write(`${line}\n`)): Ledger {
  const broken: string[] = [];
  const judgeOne = (what: string, isKept: boolean, shown: string) => {
    if (!isKept) broken.push(what);
    say(`${isKept ? 'kept  ' : 'BROKEN'} ${what}: ${shown}`);
  };
  return {
    say,
    async sayGround(databaseUrl, options) {
      const [cpu] = cpus();
      const postgres = databaseUrl === null ? '' : ` PostgreSQL ${await serverVersion(databaseUrl)},`;
      say(`Node ${process.version},${postgres} ${process.platform} ${process.arch}`);
      say(`${cpus().length} × ${cpu?.model.trim() ?? 'unknown processor'}, load ${loadavg()[0]?.toFixed(1)}`);
      say(
        Object.entries(options)
          .map(([name, value]) => `${name} ${value}`)
          .join(', '),
      );
    },
    limit(what, figure, atMost, unit) {
      judgeOne(what, figure <= atMost, `${round(figure)}${unit} (limit ${atMost}${unit})`);
    },
    atLeast(what, figure, atLeast, unit) {
      judgeOne(what, figure >= atLeast, `${round(figure)}${unit} (at least ${atLeast}${unit})`);
    },
    judge() {
      say(broken.length === 0 ? 'Every limit is kept.' : `Broken: ${broken.join('; ')}.`);
      return broken.length === 0 ? 0 : 1;
    },
  };
}

async function serverVersion(url: string): Promise<string> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query('show server_version');
  await client.end();
  return rows[0].server_version;
}

export function round(figure: number): string {
  return figure >= 100 ? figure.toFixed(0) : figure.toFixed(2);
}

export function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
