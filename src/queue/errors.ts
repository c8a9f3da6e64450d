/** The queue cannot be used as it is set up; `message` is one sentence that says what to do, without address or password. */
export class QueueError extends Error {
  readonly code: 'evicting-redis' | 'redis-unreachable' | 'queue-too-new';

  constructor(code: QueueError['code'], message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'QueueError';
    this.code = code;
  }
}
