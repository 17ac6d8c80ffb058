import { type Caller, defineControl } from '../../control.ts';
import type { Place } from '../../derive/place.ts';
import { associationExamples } from '../../wafv2/association.examples.ts';
import {
  association,
  associationReads,
  associationWrites,
  attachedTo,
  detached,
  ownRead,
  planAssociation,
} from '../../wafv2/association.ts';
import { protectionOf } from '../../wafv2/protection.ts';

const apiArn = 'arn:{partition}:appsync:{region}:{account}:apis/*';

export const graphqlApiProtected = defineControl({
  id: 'wafv2.graphql-api-protected',
  title: 'GraphQL APIs of AppSync stand behind a Web ACL',
  practice: 'WAF',
  severity: 'medium',
  resources: { 'AWS::AppSync::GraphQLApi': 'by-arn' },
  standards: { 'AWS Config': ['appsync-associated-with-waf'] },
  why: 'Without a Web ACL, every request of every sender reaches the API, floods of costly queries and known attacks among them.',
  impact:
    'AWS WAF looks at every request before AppSync does, ahead of its authorization, and charges for it. Requests that it refuses get an error that GraphQL clients may not expect.',
  triggers: [
    {
      kind: 'api-call',
      service: 'appsync',
      events: ['CreateGraphqlApi'],
      target: 'arn:{partition}:appsync:{region}:{account}:apis/{responseElements.graphqlApi.apiId}',
    },
    detached,
    { kind: 'config-rule', rule: 'appsync-associated-with-waf' },
  ],
  ...association,
  reads: [
    { call: 'appsync:GetGraphqlApi', on: apiArn },
    { call: 'appsync:ListGraphqlApis', on: '*' },
    ...associationReads(apiArn),
    ownRead(apiArn, 'appsync:GetWebACLForResource'),
  ],
  writes: associationWrites(apiArn, { attach: 'appsync:AssociateWebACL', detach: 'appsync:DisassociateWebACL' }),
  gone: ['NotFoundException'],
  list,

  async tags({ arn }, aws) {
    return (await aws('appsync:GetGraphqlApi', { apiId: idOf(arn) }))?.graphqlApi?.tags ?? {};
  },

  async read({ arn }, aws, settings) {
    const answer = await aws('appsync:GetGraphqlApi', { apiId: idOf(arn) });
    const protectedBy = answer?.graphqlApi?.wafWebAclArn || (await attachedTo(arn, aws));
    return protectionOf({ arn, protectedBy }, settings, 'REGIONAL', aws);
  },

  plan(state, settings) {
    return planAssociation(state, settings, `the GraphQL API ${idOf(state.arn)}`);
  },

  examples: associationExamples(
    'arn:aws:appsync:eu-central-1:111122223333:apis/bmfpmgzgjfgqdmxq4fk3ebtxpi',
    'the GraphQL API bmfpmgzgjfgqdmxq4fk3ebtxpi',
  ),
});

function idOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

async function* list(_place: Place, aws: Caller<'appsync:ListGraphqlApis'>): AsyncGenerator<string> {
  let nextToken: string | undefined;
  do {
    const page = await aws('appsync:ListGraphqlApis', { maxResults: 25, ...(nextToken && { nextToken }) });
    for (const { arn } of page?.graphqlApis ?? []) {
      if (arn !== undefined) {
        yield arn;
      }
    }
    nextToken = page?.nextToken || undefined;
  } while (nextToken !== undefined);
}
