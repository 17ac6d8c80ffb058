/** What AWS says of a runtime; dates as `2027-06-30`. */
export interface Runtime {
  /** The language, as AWS names the family. */
  readonly family: string;
  /** From then on it gets no security patches. */
  readonly deprecated: string;
  /** From then on Lambda refuses to change a function that has it, and to give it to a function again. */
  readonly frozen: string;
  /** The same version of the language on the next operating system: AWS says that a move to it needs no other version. */
  readonly successor?: string;
}

/** When the table was last held against its sources. A runtime that came since is not known here. */
export const asOf = '2026-11-24';

/** Runtimes without a date: AWS has them for trying out only. */
export const previews: readonly string[] = ['nodejs26.x', 'python3.15'];

/**
 * Sources: AWS Lambda developer guide, "Lambda runtimes", the tables of supported and of deprecated runtimes, which AWS keeps
 * for machines in aws-cloudformation/cfn-lint, LmbdRuntimeLifecycle.json; AWS moved some days of freezing in the course of
 * 2026, and the earlier one counts here. Successors: AWS What’s New,
 * July 2026, "AWS Lambda now supports Java 8, 11, and 17 on Amazon Linux 2023" (to migrate without another Java version);
 * AWS Compute Blog, "Migrating AWS Lambda functions to Amazon Linux 2" and "Announcing migration of the Java 8 runtime in
 * AWS Lambda to Amazon Corretto" (a drop-in replacement).
 */
export const runtimes: Readonly<Record<string, Runtime>> = {
  ...family('Node.js', {
    nodejs: ['2016-08-30', '2016-10-31'],
    'nodejs4.3': ['2020-03-05', '2020-03-05'],
    'nodejs4.3-edge': ['2020-03-05', '2019-04-30'],
    'nodejs6.10': ['2019-08-12', '2019-08-12'],
    'nodejs8.10': ['2020-03-06', '2020-03-06'],
    'nodejs10.x': ['2021-07-30', '2022-02-14'],
    'nodejs12.x': ['2023-03-31', '2023-04-30'],
    'nodejs14.x': ['2023-12-04', '2027-03-03'],
    'nodejs16.x': ['2024-06-12', '2027-03-03'],
    'nodejs18.x': ['2025-09-01', '2027-03-03'],
    'nodejs20.x': ['2026-04-30', '2027-03-03'],
    'nodejs22.x': ['2027-04-30', '2027-07-01'],
    'nodejs24.x': ['2028-04-30', '2028-07-01'],
  }),
  ...family('Python', {
    'python2.7': ['2021-07-15', '2022-05-30'],
    'python3.6': ['2022-07-18', '2022-08-29'],
    'python3.7': ['2023-12-04', '2027-03-03'],
    'python3.8': ['2024-10-14', '2027-03-03'],
    'python3.9': ['2025-12-15', '2027-03-03'],
    'python3.10': ['2026-10-31', '2027-03-03'],
    'python3.11': ['2027-06-30', '2027-08-31'],
    'python3.12': ['2028-10-31', '2029-01-10'],
    'python3.13': ['2029-06-30', '2029-08-31'],
    'python3.14': ['2029-06-30', '2029-08-31'],
  }),
  ...family('Java', {
    java8: ['2024-01-08', '2027-03-03', 'java8.al2'],
    'java8.al2': ['2027-06-30', '2027-08-31', 'java8.al2023'],
    'java8.al2023': ['2029-06-30', '2029-08-31'],
    java11: ['2027-06-30', '2027-08-31', 'java11.al2023'],
    'java11.al2023': ['2029-06-30', '2029-08-31'],
    java17: ['2027-06-30', '2027-08-31', 'java17.al2023'],
    'java17.al2023': ['2029-06-30', '2029-08-31'],
    java21: ['2029-06-30', '2029-08-31'],
    java25: ['2029-06-30', '2029-08-31'],
  }),
  ...family('.NET', {
    'dotnetcore1.0': ['2019-06-27', '2019-07-30'],
    'dotnetcore2.0': ['2019-05-30', '2019-05-30'],
    'dotnetcore2.1': ['2022-01-05', '2022-04-13'],
    'dotnetcore3.1': ['2023-04-03', '2023-05-03'],
    dotnet6: ['2024-12-20', '2027-03-03'],
    dotnet8: ['2026-11-10', '2027-03-03'],
    dotnet10: ['2028-11-14', '2029-01-15'],
  }),
  ...family('Ruby', {
    'ruby2.5': ['2021-07-30', '2022-03-31'],
    'ruby2.7': ['2023-12-07', '2027-03-03'],
    'ruby3.2': ['2026-03-31', '2027-03-03'],
    'ruby3.3': ['2027-03-31', '2027-05-31'],
    'ruby3.4': ['2028-03-31', '2028-05-31'],
    'ruby4.0': ['2029-03-31', '2029-05-31'],
  }),
  ...family('Go', { 'go1.x': ['2024-01-08', '2027-03-03'] }),
  ...family('OS-only', {
    provided: ['2024-01-08', '2027-03-03'],
    'provided.al2': ['2026-07-31', '2027-03-03'],
    'provided.al2023': ['2029-06-30', '2029-08-31'],
  }),
};

type Row = readonly [deprecated: string, frozen: string, successor?: string];

function family(name: string, rows: Readonly<Record<string, Row>>): Readonly<Record<string, Runtime>> {
  return Object.fromEntries(
    Object.entries(rows).map(([id, [deprecated, frozen, successor]]) => [
      id,
      { family: name, deprecated, frozen, ...(successor !== undefined && { successor }) },
    ]),
  );
}
