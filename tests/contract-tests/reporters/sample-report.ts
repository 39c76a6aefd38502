import { checkNames } from "../../../contract-tests/cases/case.js";
import type { Report } from "../../../contract-tests/reporters/report.js";
import type { CaseResult, Counts, ReportedFinding } from "../../../contract-tests/reporters/result.js";

export const location = { file: "openapi/schemas/EmailSent.yaml", pointer: "#/required", line: 3 };

export const finding: ReportedFinding = {
  severity: "breaking",
  expected: "a <body>, with 100%: all",
  received: "status 200",
  quote: "{}\nand more",
  location,
  group: "a",
};

/** A case that failed, unless told otherwise. */
export function result(given: Partial<CaseResult> = {}): CaseResult {
  const check = given.check ?? "response-conforms";
  const operation = given.operation ?? "signInMagicLinkEmail";
  const name = given.name ?? "example minimal";
  return {
    id: `${check} ${operation} ${name}`,
    check,
    operation,
    name,
    outcome: "failed",
    covers: [],
    arrived: [],
    findings: [finding],
    curl: "curl -i -X POST 'http://127.0.0.1:1/a'",
    response: "status 200\ncontent type application/json\n{}",
    ...given,
  };
}

export function report(given: Partial<Report> = {}): Report {
  return {
    title: "A & B",
    run: {
      contract: "0123456789abcdef",
      seed: 1,
      strict: false,
      target: "http://127.0.0.1:1",
      provider: { remote: false, ownMock: false, harmlessOnly: false },
      selection: {},
      total: 1,
      leftOut: [],
      shard: { index: 1, count: 1 },
    },
    verdict: { exitCode: 1, word: "FAILED", gated: true, basis: "Rests on 1 of 5 documented responses seen." },
    milliseconds: 1234,
    ended: "2027-03-04T05:06:07.000Z",
    commit: "v1.0.0-3-gabcdef012345",
    rows: [],
    gaps: [{ operation: "signInMagicLinkEmail", text: "no case", location }],
    notTried: [],
    results: [result()],
    ...given,
  };
}

/** Text that would steer each of the destinations. */
export const hostile =
  "\u001b[2J\n::stop-commands::x\n##[error]x\u202e|`</script><img src=x> [a](https://b.example) @you";

/** A run in which everything differs: `count` causes in as many cases, each found twice, of an API of many operations. */
export function large(count: number, text = "x"): Report {
  const results = Array.from({ length: count * 2 }, (_, index) =>
    result({
      operation: `operation${index % 40}${text}`,
      name: `case ${index} ${text}`,
      findings: [
        { ...finding, expected: `body ${index % count} ${text}`, quote: text.repeat(50), group: `${index % count}` },
      ],
      curl: `curl -i ${text.repeat(100)}`,
      response: text.repeat(200),
    }),
  );
  const cell: Counts = { cases: 2, passed: 1, lenient: 0, breaking: 1, open: 0 };
  const cells = Object.fromEntries(checkNames.map((name) => [name, cell])) as Report["rows"][number]["cells"];
  const many = Array.from({ length: count }, (_, index) => index);
  return report({
    title: text,
    run: { ...report().run, target: text },
    results,
    rows: many.map((index) => ({ operation: `operation${index}${text}`, status: "200", cells })),
    gaps: many.map((index) => ({ operation: `operation${index}`, text: `gap ${index} ${text}`, location })),
    verdict: { exitCode: 1, word: "FAILED", gated: true, basis: text, inconclusive: text },
  });
}
