import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { InvalidConfig, parseConfig } from '../functions/domain/config.ts';
import { functionEnvironment } from '../stacks/function-environment.ts';
import { HubStack } from '../stacks/hub.ts';
import { MemberStack } from '../stacks/member.ts';
import { checkSettings } from '../stacks/settings.ts';

/** The CDK app. The same for an account and for the local cloud, which brings its own configuration. */
const app = new App();
try {
  await build();
} catch (error) {
  if (!(error instanceof InvalidConfig)) {
    throw error;
  }
  console.error(error.message);
  process.exitCode = 1;
}

async function build(): Promise<void> {
  const file = (app.node.tryGetContext('config') as string | undefined) ?? 'homeostat.config.ts';
  const { default: input } = (await import(pathToFileURL(join(process.cwd(), file)).href)) as { default: unknown };
  const config = parseConfig(input);
  checkSettings(config);
  const [home] = config.accounts;
  const hub = new HubStack(app, 'Homeostat', {
    config,
    env: { account: home?.id ?? '', region: home?.regions[0] ?? '' },
    pagesUrl: app.node.tryGetContext('publicUrl') as string | undefined,
    consoleUrl: app.node.tryGetContext('consoleUrl') as string | undefined,
    environment: functionEnvironment(app.node.tryGetContext('functionEnvironment')),
  });
  for (const { id: account, regions } of config.accounts) {
    for (const [index, region] of regions.entries()) {
      new MemberStack(app, `HomeostatMember-${account}-${region}`, {
        hub,
        makesRoles: index === 0,
        env: { account, region },
      });
    }
  }
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
}
