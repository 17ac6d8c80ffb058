import * as z from 'zod';
import { domains, domainsRead, listDomains } from '../../apigateway/domain.ts';
import { type Change, defineControl, type Reversible } from '../../control.ts';

const Domain = z.object({
  name: z.string(),
  /** `null` where API Gateway does not say. */
  policy: z.string().nullable(),
  /**
   * Whether API Gateway takes changes to it; `null` where it does not say, and where none is needed: it is being updated for a
   * while after a mend, and an undo asks whether all is as it was then.
   */
  status: z.string().nullable(),
});
type Domain = z.infer<typeof Domain>;

/** Policies named since 2025 say the least version that they take: `SecurityPolicy_TLS13_1_2_2021_06`, `SecurityPolicy_TLS12_2018_EDGE`. */
const closed = /^(?:TLS_1_2$|SecurityPolicy_TLS1[23]_)/;

export const domainUsesTls12 = defineControl({
  id: 'apigateway.domain-uses-tls12',
  title: 'Custom domains of APIs take TLS 1.2 or newer only',
  practice: 'API gateways',
  severity: 'medium',
  resources: { 'AWS::ApiGateway::DomainName': 'by-arn' },
  standards: { 'AWS Control Tower': ['CT.APIGATEWAY.PR.6'] },
  why: 'TLS 1.0 and 1.1 can be broken. Where a domain takes them, somebody in between may talk a client down to them, and read and change what it sends.',
  impact:
    'Clients that know nothing newer than TLS 1.1, such as old devices and runtimes, can no longer connect. A stricter policy stays. While API Gateway updates the domain, an edge-optimized one for up to an hour, it serves on and takes no other change.',
  triggers: [
    {
      kind: 'api-call',
      service: 'apigateway',
      events: ['CreateDomainName', 'UpdateDomainName'],
      target: `${domains}/{domainName}`,
    },
    {
      kind: 'api-call',
      service: 'apigateway',
      events: ['CreateDomainName'],
      target: `${domains}/{createDomainNameInput.domainName}`,
    },
    { kind: 'config-rule', rule: 'apigateway-domain-name-tls-check' },
  ],
  reads: [{ call: 'apigateway:GetDomainName', action: 'apigateway:GET', on: `${domains}/*` }, domainsRead],
  writes: [{ call: 'apigateway:UpdateDomainName', action: 'apigateway:PATCH', on: `${domains}/*` }],
  gone: ['NotFoundException'],
  state: Domain,

  /** Domains for private APIs have an id behind their name; they take TLS 1.2 only anyway. */
  async *list({ partition, region }, aws) {
    for await (const { domainName, domainNameId } of listDomains(aws)) {
      if (domainName !== undefined && domainNameId === undefined) {
        yield `arn:${partition}:apigateway:${region}::/domainnames/${domainName}`;
      }
    }
  },

  async tags({ arn }, aws) {
    return (await aws('apigateway:GetDomainName', { domainName: nameOf(arn) }))?.tags ?? {};
  },

  async read({ arn }, aws) {
    const name = nameOf(arn);
    const domain = await aws('apigateway:GetDomainName', { domainName: name });
    const policy = domain?.securityPolicy ?? null;
    return { name, policy, status: isClosed(policy) ? null : (domain?.domainNameStatus ?? null) };
  },

  plan(domain) {
    const { name, policy, status } = domain;
    if (isClosed(policy)) {
      return { outcome: 'compliant' };
    }
    if (policy !== 'TLS_1_0') {
      return {
        outcome: 'leave',
        because:
          policy === null
            ? `API Gateway does not say which TLS ${name} takes`
            : `${name} has the security policy ${policy}, which is not known here`,
      };
    }
    if (status !== null && status !== 'AVAILABLE') {
      return {
        outcome: 'leave',
        because: `${name} takes TLS 1.0, but API Gateway takes no change of it now: it is ${status}`,
      };
    }
    return {
      outcome: 'change',
      risk: riskOf(name),
      apply: [take(name, 'TLS_1_2', `Take TLS 1.2 or newer only on ${name}`)],
      undo: [take(name, 'TLS_1_0', `Take TLS 1.0 and 1.1 on ${name} again`)],
      after: { ...domain, policy: 'TLS_1_2', status: null },
    };
  },

  /** A domain that was just changed is being updated for a while. */
  restores: ({ name, policy }) => ({ name, policy }),

  examples: [
    { name: 'a domain that takes TLS 1.2 and newer', state: of('TLS_1_2'), plan: { outcome: 'compliant' } },
    {
      name: 'a domain that takes TLS 1.3 only',
      state: of('SecurityPolicy_TLS13_1_3_2025_09'),
      plan: { outcome: 'compliant' },
    },
    {
      name: 'a domain that takes TLS 1.0',
      state: of('TLS_1_0'),
      plan: {
        outcome: 'change',
        risk: riskOf('api.example.com'),
        apply: [take('api.example.com', 'TLS_1_2', 'Take TLS 1.2 or newer only on api.example.com')],
        undo: [take('api.example.com', 'TLS_1_0', 'Take TLS 1.0 and 1.1 on api.example.com again')],
        after: { ...of('TLS_1_2'), status: null },
      },
    },
    {
      name: 'a domain that takes TLS 1.0 and is being changed',
      state: { ...of('TLS_1_0'), status: 'UPDATING' },
      plan: {
        outcome: 'leave',
        because: 'api.example.com takes TLS 1.0, but API Gateway takes no change of it now: it is UPDATING',
      },
    },
    {
      name: 'a domain with a policy that is not known',
      state: of('SecurityPolicy_TLS14'),
      plan: {
        outcome: 'leave',
        because: 'api.example.com has the security policy SecurityPolicy_TLS14, which is not known here',
      },
    },
    {
      name: 'a domain of which the policy is not said',
      state: of(null),
      plan: { outcome: 'leave', because: 'API Gateway does not say which TLS api.example.com takes' },
    },
  ],
});

function isClosed(policy: string | null): boolean {
  return policy !== null && closed.test(policy);
}

function nameOf(arn: string): string {
  return arn.split('/').at(-1) ?? '';
}

function of(policy: string | null): Domain {
  return { name: 'api.example.com', policy, status: 'AVAILABLE' };
}

function riskOf(name: string): Reversible {
  return {
    level: 'disruptive',
    because: `clients that know nothing newer than TLS 1.1 can no longer connect to ${name}`,
  };
}

/** Source: API Gateway API reference, "Patch operations", UpdateDomainName. */
function take(domainName: string, value: 'TLS_1_0' | 'TLS_1_2', says: string): Change<'apigateway:UpdateDomainName'> {
  return {
    call: 'apigateway:UpdateDomainName',
    input: { domainName, patchOperations: [{ op: 'replace', path: '/securityPolicy', value }] },
    says,
  };
}
