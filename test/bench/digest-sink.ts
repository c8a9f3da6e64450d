/** A mail server in a process of its own that takes every mail, counts it and forgets it. */
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { answerParent } from './child.ts';

export interface Sunk {
  readonly url: string;
  readonly mails: number;
  readonly bytes: number;
}

let [mails, bytes] = [0, 0];
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS', 'AUTH'],
  onData(stream, _session, done) {
    stream.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
    });
    stream.on('end', () => {
      mails += 1;
      done();
    });
  },
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const url = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`;

answerParent(
  async (): Promise<Sunk> => ({ url, mails, bytes }),
  () => new Promise((resolve) => server.close(() => resolve())),
);
