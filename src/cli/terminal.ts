import { Presets, SingleBar } from 'cli-progress';

/** Where a command speaks to: people read stdout, progress goes to stderr so that `--json` can be piped. */
export interface Terminal {
  readonly isJson: boolean;
  /** A line of the result. */
  print(line?: string): void;
  /** The result for programs. */
  printJson(value: unknown): void;
  /** A line about the way there; nothing with `--json`. */
  say(line: string): void;
  progress(label: string, total: number | null): Progress;
}

export interface Progress {
  /** Done so far, and what it waits for or works at. */
  update(done: number, total: number | null, note?: string): void;
  stop(note?: string): void;
}

const LINE_EVERY_MS = 2_000;

export function openTerminal(isJson: boolean): Terminal {
  const isTerminal = process.stderr.isTTY === true && !isJson;
  return {
    isJson,
    print: (line = '') => void process.stdout.write(`${line}\n`),
    printJson: (value) => void process.stdout.write(`${JSON.stringify(value, null, 2)}\n`),
    say: (line) => {
      if (!isJson) process.stderr.write(`${line}\n`);
    },
    progress: (label, total) => (isTerminal ? bar(label, total) : lines(label, isJson)),
  };
}

function bar(label: string, total: number | null): Progress {
  const shown = new SingleBar(
    {
      format: `${label.padEnd(28)} {bar} {value}/{total} {note}`,
      stream: process.stderr,
      hideCursor: true,
      clearOnComplete: false,
      barsize: 24,
    },
    Presets.shades_classic,
  );
  shown.start(total ?? 1, 0, { note: '' });
  return {
    update(done, whole, note = '') {
      shown.setTotal(Math.max(whole ?? 0, done, 1));
      shown.update(done, { note });
    },
    stop(note = '') {
      shown.update({ note });
      shown.stop();
    },
  };
}

/** Without a terminal: a plain line now and then. */
function lines(label: string, isSilent: boolean): Progress {
  let saidAt = Date.now();
  const say = (line: string) => {
    if (!isSilent) process.stderr.write(`${label}: ${line}\n`);
  };
  return {
    update(done, total, note = '') {
      if (Date.now() - saidAt < LINE_EVERY_MS) return;
      saidAt = Date.now();
      say([total ? `${done} of about ${total}` : String(done), note].filter(Boolean).join(', '));
    },
    stop(note = '') {
      say(note || 'done');
    },
  };
}
