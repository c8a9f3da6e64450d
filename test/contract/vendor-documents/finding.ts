import type { SimWiki } from '../../../src/demo/wiki-world.ts';
import type { SimTool } from '../../../src/demo/world.ts';

/** One place where a request or an answer leaves the vendor's document. */
export interface Finding {
  readonly tool: SimTool | SimWiki;
  /** `GET /boards/{id}`; the path asked for where the document has no such operation. */
  readonly operation: string;
  readonly what: string;
}

/** A finding that is right as it is: the document is not. */
export interface Exception {
  readonly tool: SimTool | SimWiki;
  /** `*`: any operation of the tool. */
  readonly operation: string;
  /** As the finding says it; `*` stands for any run of characters. */
  readonly what: string;
  readonly why: string;
  /** Where that can be read. */
  readonly source: string;
}

function excuses(exception: Exception, finding: Finding): boolean {
  return (
    exception.tool === finding.tool &&
    (exception.operation === '*' || exception.operation === finding.operation) &&
    patternOf(exception.what).test(finding.what)
  );
}

function patternOf(what: string): RegExp {
  const parts = what.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
}

/** What no exception covers, and which exceptions covered nothing. */
export function settle(findings: readonly Finding[], exceptions: readonly Exception[]) {
  return {
    unexcused: findings.filter((finding) => !exceptions.some((exception) => excuses(exception, finding))),
    unused: exceptions.filter((exception) => !findings.some((finding) => excuses(exception, finding))),
  };
}
