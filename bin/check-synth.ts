import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Synthesizes the app for an account and for the local cloud, and fails where cdk-nag or CloudFormation's rules find anything. */
const configs = ['homeostat.config.ts', 'local/homeostat.config.ts'];
process.exitCode = configs.map(check).every(Boolean) ? 0 : 1;

function check(config: string): boolean {
  const out = mkdtempSync(join(tmpdir(), 'homeostat-synth-'));
  const { status, stderr, stdout } = spawnSync(
    'npx',
    ['cdk', 'synth', '--quiet', '--no-notices', '--strict', '--output', out, '--context', `config=${config}`],
    {
      encoding: 'utf8',
      env: {
        ...process.env,
        CDK_DEFAULT_ACCOUNT: '111122223333',
        CDK_DEFAULT_REGION: 'us-east-1',
        CDK_DISABLE_CLI_TELEMETRY: 'true',
      },
    },
  );
  const problems = status === 0 ? violations(join(out, 'validation-report.json')) : [`${stdout}\n${stderr}`];
  rmSync(out, { recursive: true, force: true });
  console.log(problems.length === 0 ? `${config}: synthesized, nothing found` : `${config}:\n${problems.join('\n')}`);
  return problems.length === 0;
}

interface Report {
  readonly pluginReports?: readonly {
    readonly violations?: readonly { readonly ruleName: string; readonly description: string }[];
  }[];
}

function violations(file: string): readonly string[] {
  const { pluginReports = [] } = JSON.parse(readFileSync(file, 'utf8')) as Report;
  return pluginReports.flatMap(({ violations: found = [] }) =>
    found.map(({ ruleName, description }) => `  ${ruleName}: ${description}`),
  );
}
