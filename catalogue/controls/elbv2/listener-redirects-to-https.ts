import * as z from 'zod';
import type { Input } from '../../calls.ts';
import { type Change, defineControl, type Plan } from '../../control.ts';
import {
  Action,
  type Describe,
  listenerArn,
  listenerReads,
  listenersOf,
  listenerTags,
  listListeners,
  readListener,
  readTags,
  targetGroupsOf,
} from '../../elbv2/listener.ts';
import { examples } from './listener-redirects-to-https.examples.ts';

const Secure = z.object({ port: z.number(), actions: z.array(Action) });
type Secure = z.infer<typeof Secure>;

export const Listener = z.object({
  arn: z.string(),
  protocol: z.string(),
  port: z.number(),
  /** What it does with a request that none of its rules is about. */
  actions: z.array(Action),
  /** The HTTPS listeners of the same load balancer; read only where this one forwards what comes by HTTP. */
  secure: z.array(Secure).nullable(),
  /** What makes the load balancer and would put its listeners back; read only where this one forwards by HTTP. */
  maker: z.string().nullable(),
});
export type Listener = z.infer<typeof Listener>;

const Settings = z.object({
  permanent: z
    .boolean()
    .default(false)
    .describe(
      'Whether browsers are told to remember the redirect (301) and not to ask again (302). What a browser remembers, no undo takes back',
    ),
});

export type Write = 'elasticloadbalancing:ModifyListener';

export const listenerRedirectsToHttps = defineControl({
  id: 'elbv2.listener-redirects-to-https',
  title: 'Load balancers redirect HTTP to HTTPS',
  practice: 'encryption',
  severity: 'medium',
  resources: { 'AWS::ElasticLoadBalancingV2::Listener': 'by-arn' },
  standards: { 'Security Hub': ['ELB.1'], Prowler: ['elbv2_ssl_listeners'] },
  why: 'What goes over HTTP, passwords and cookies included, can be read and changed by whoever is on the way.',
  impact:
    'Clients that ask by HTTP are sent to HTTPS. Browsers follow; programs that do not follow redirects, or that post data, fail until they ask by HTTPS. A CloudFront distribution that reaches the load balancer by HTTP sends its viewers in circles: let it use HTTPS first. Whoever may come in by HTTP has to be let in on the HTTPS port by the security groups, too. Rules of the listener stay as they are, and what they forward still goes by HTTP.',
  triggers: [
    {
      kind: 'api-call',
      service: 'elasticloadbalancing',
      events: ['CreateListener'],
      target: '{responseElements.listeners[].listenerArn}',
    },
    { kind: 'api-call', service: 'elasticloadbalancing', events: ['ModifyListener'], target: '{listenerArn}' },
  ],
  settings: Settings,
  reads: [...listenerReads],
  writes: [{ call: 'elasticloadbalancing:ModifyListener', on: listenerArn }],
  gone: ['ListenerNotFoundException', 'LoadBalancerNotFoundException'],
  state: Listener,
  list: listListeners,
  tags: listenerTags,

  async read({ arn }, aws) {
    const listener = await readListener(arn, aws);
    const own = {
      arn,
      protocol: listener.Protocol ?? 'unknown',
      port: listener.Port ?? 0,
      actions: z.array(Action).parse(listener.DefaultActions ?? []),
    };
    const balancer = listener.LoadBalancerArn ?? '';
    return own.protocol === 'HTTP' && forwards(own)
      ? { ...own, secure: await secureOf(balancer, aws), maker: makerOf(await readTags(balancer, aws)) }
      : { ...own, secure: null, maker: null };
  },

  plan(listener, { permanent }): Plan<Listener, Write> {
    const { arn, actions } = listener;
    if (listener.protocol !== 'HTTP' || redirectsToHttps(actions)) {
      return { outcome: 'compliant' };
    }
    const way = wayFor(listener);
    if ('because' in way) {
      return { outcome: 'leave', because: way.because };
    }
    const redirect = redirectTo(way.port, permanent);
    return {
      outcome: 'change',
      risk: {
        level: 'disruptive',
        because: `clients of ${nameOf(listener)} that do not follow a redirect to HTTPS fail`,
      },
      apply: [modify(arn, [redirect], `Let ${nameOf(listener)} redirect to HTTPS on port ${way.port}`)],
      undo: [modify(arn, actions, `Let ${nameOf(listener)} forward what comes by HTTP again`)],
      after: { ...listener, actions: [redirect], secure: null, maker: null },
    };
  },

  /** What else the load balancer has is not of this listener. */
  restores({ arn, protocol, port, actions }) {
    return { arn, protocol, port, actions };
  },

  examples,
});

function forwards({ actions }: Pick<Listener, 'actions'>): boolean {
  return actions.some(({ Type }) => Type === 'forward');
}

function redirectsToHttps(actions: readonly Action[]): boolean {
  return actions.some(({ Type, RedirectConfig }) => Type === 'redirect' && RedirectConfig?.Protocol === 'HTTPS');
}

async function secureOf(balancer: string, aws: Describe): Promise<Secure[]> {
  const found: Secure[] = [];
  for await (const { Protocol, Port, DefaultActions } of listenersOf(balancer, aws)) {
    if (Protocol === 'HTTPS' && Port !== undefined) {
      found.push({ port: Port, actions: z.array(Action).parse(DefaultActions ?? []) });
    }
  }
  return found.toSorted((one, other) => one.port - other.port);
}

/** By the tags that each puts on what it makes. */
const makers: readonly (readonly [RegExp, string])[] = [
  [/^(elbv2|ingress|service)\.k8s\.aws\//, 'a controller in a Kubernetes cluster'],
  [/^elasticbeanstalk:/, 'Elastic Beanstalk'],
  [/^AmazonECSManaged$/, 'Amazon ECS'],
];

function makerOf(tags: Readonly<Record<string, string>>): string | null {
  return makers.find(([mark]) => Object.keys(tags).some((key) => mark.test(key)))?.[1] ?? null;
}

/** The HTTPS listener to redirect to: it has to lead where this one does, or people would end up elsewhere. */
function wayFor(listener: Listener): { readonly port: number } | { readonly because: string } {
  const { actions, secure, maker } = listener;
  const name = nameOf(listener);
  const groups = targetGroupsOf(actions);
  if (groups.length === 0) {
    return { because: `${name} forwards nothing, and does not redirect to HTTPS either` };
  }
  if (maker !== null) {
    return { because: `${name} is made by ${maker}, which would make it anew: let it be redirected there` };
  }
  if (!secure?.length) {
    return { because: `the load balancer of ${name} has no HTTPS listener: make one, with a certificate` };
  }
  const same = secure.filter((other) => groups.every((group) => targetGroupsOf(other.actions).includes(group)));
  const [only, another] = same;
  const chosen = same.find(({ port }) => port === 443) ?? (another === undefined ? only : undefined);
  if (chosen !== undefined) {
    return { port: chosen.port };
  }
  return {
    because:
      only === undefined
        ? `no HTTPS listener of the load balancer leads where ${name} does`
        : `several HTTPS listeners lead where ${name} does, on the ports ${same.map(({ port }) => port).join(', ')}`,
  };
}

/** `arn:…:listener/app/shop/50dc6c495c0c9188/f2f7dc8efc522ab2`: the load balancer’s name is in it. */
function nameOf({ arn, port }: Listener): string {
  return `port ${port} of ${arn.split('/')[2]}`;
}

function redirectTo(port: number, permanent: boolean): Action {
  return {
    Type: 'redirect',
    RedirectConfig: {
      Protocol: 'HTTPS',
      Port: String(port),
      Host: '#{host}',
      Path: '/#{path}',
      Query: '#{query}',
      StatusCode: permanent ? 'HTTP_301' : 'HTTP_302',
    },
  };
}

function modify(ListenerArn: string, actions: readonly Action[], says: string): Change<Write> {
  const DefaultActions = actions as readonly object[] as Input<Write>['DefaultActions'];
  return { call: 'elasticloadbalancing:ModifyListener', input: { ListenerArn, DefaultActions }, says };
}
