import * as z from 'zod';
import {
  ask,
  listMethods,
  Method,
  methodArn,
  methodReads,
  nameOf,
  readMethod,
  tagsOfApi,
} from '../../apigateway/method.ts';
import { defineControl, type Reversible } from '../../control.ts';
import { examples } from './method-authorized.examples.ts';

const Settings = z.object({
  open: z
    .array(z.string().regex(/^[A-Z]+ \/\S*$/, 'name a method by its verb and path, as in GET /health'))
    .default([])
    .describe('Methods that anybody may call, by verb and path as in GET /health'),
});

export const methodAuthorized = defineControl({
  id: 'apigateway.method-authorized',
  title: 'Methods of REST APIs ask who calls',
  practice: 'API gateways',
  severity: 'high',
  resources: { 'AWS::ApiGateway::Method': 'by-arn' },
  standards: {
    'OWASP API Security Top 10': ['API2:2023', 'API5:2023'],
    Prowler: ['apigateway_restapi_authorizers_enabled'],
  },
  why: 'A method without authorization answers everybody on the internet. An API key does not change that: it says whose quota counts, lies in every client that uses it, and is no proof of who calls.',
  impact:
    'Callers then have to sign with IAM credentials that may execute-api:Invoke the method; browsers and partners without an AWS identity need an authorizer of your own instead. The change waits in the API until its next deployment, which Homeostat does not make: that would publish whatever else was changed since the last one. OPTIONS, which browsers send without credentials, stays open, and so does a method that keeps strangers out in another way.',
  triggers: [
    {
      kind: 'api-call',
      service: 'apigateway',
      events: ['PutMethod', 'UpdateMethod'],
      target: 'arn:{partition}:apigateway:{region}::/restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}',
    },
  ],
  settings: Settings,
  reads: methodReads,
  writes: [{ call: 'apigateway:UpdateMethod', action: 'apigateway:PATCH', on: methodArn }],
  gone: ['NotFoundException'],
  state: Method,
  list: listMethods,
  tags: tagsOfApi,
  read: readMethod,

  plan(method, { open }) {
    const { authorization, around, verb } = method;
    if (verb === 'OPTIONS' || authorization !== 'NONE' || open.includes(`${verb} ${around?.path}`)) {
      return { outcome: 'compliant' };
    }
    const because = otherWay(method);
    if (because !== null) {
      return { outcome: 'leave', because };
    }
    return {
      outcome: 'change',
      risk: riskOf(method),
      apply: [ask(method, 'AWS_IAM', `Ask for IAM authorization on ${nameOf(method)} from its next deployment on`)],
      undo: [ask(method, 'NONE', `Ask for no authorization on ${nameOf(method)} again, from its next deployment on`)],
      after: { ...method, authorization: 'AWS_IAM', around: null },
    };
  },

  examples,
});

/** In what other way strangers may be kept out, or have to be let in; `null` where there is none. */
function otherWay(method: Method): string | null {
  const { around, verb } = method;
  const but = (what: string) => `${nameOf(method)} asks for no authorization, but ${what}`;
  if (around === null) {
    return but('it was not read what else keeps strangers out');
  }
  if (around.isPrivate) {
    return but('its API is private, and its policy says from which VPCs it is reached');
  }
  if (around.hasPolicy) {
    return but('its API has a resource policy, which may say who calls it');
  }
  if (around.mayAskForCertificate) {
    return but('is reached by custom domains only, and one here asks for client certificates');
  }
  return verb === 'ANY' && !around.hasOptions
    ? but(
        `answers OPTIONS, too, which browsers send without credentials: give ${around.path} an OPTIONS method of its own first`,
      )
    : null;
}

function riskOf(method: Method): Reversible {
  const because = `from the next deployment on, ${nameOf(method)} refuses whoever does not sign with IAM credentials that may call it`;
  return {
    level: 'disruptive',
    because: method.asksForKey ? `${because}; the API key that it asks for says nothing of who calls` : because,
  };
}
