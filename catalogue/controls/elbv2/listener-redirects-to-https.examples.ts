import type { Change, Example, NonEmpty } from '../../control.ts';
import type { Action } from '../../elbv2/listener.ts';
import type { Listener, Write } from './listener-redirects-to-https.ts';

const arn =
  'arn:aws:elasticloadbalancing:eu-central-1:111122223333:listener/app/shop/50dc6c495c0c9188/f2f7dc8efc522ab2';
const web = forward('web');

export const examples: NonEmpty<Example<Listener, Write>> = [
  {
    name: 'a listener for HTTPS',
    state: { ...of([web]), protocol: 'HTTPS', port: 443 },
    plan: { outcome: 'compliant' },
  },
  {
    name: 'a listener that redirects to HTTPS',
    state: of([redirect('443', 'HTTP_301')]),
    plan: { outcome: 'compliant' },
  },
  {
    name: 'a listener that forwards what comes by HTTP',
    state: { ...of([web]), secure: [{ port: 443, actions: [web] }] },
    plan: mended('443', 'HTTP_302'),
  },
  {
    name: 'a listener that forwards, where the redirect is for good and HTTPS has another port',
    settings: { permanent: true },
    state: {
      ...of([web]),
      secure: [
        {
          port: 8443,
          actions: [
            { Type: 'authenticate-oidc', Order: 1 },
            { ...web, Order: 2 },
          ],
        },
        { port: 9443, actions: [forward('admin')] },
      ],
    },
    plan: mended('8443', 'HTTP_301'),
  },
  {
    name: 'a listener of a load balancer without HTTPS',
    state: { ...of([web]), secure: [] },
    plan: left('the load balancer of port 80 of shop has no HTTPS listener: make one, with a certificate'),
  },
  {
    name: 'a listener whose targets no HTTPS listener leads to',
    state: { ...of([web]), secure: [{ port: 443, actions: [forward('admin')] }] },
    plan: left('no HTTPS listener of the load balancer leads where port 80 of shop does'),
  },
  {
    name: 'a listener whose targets several HTTPS listeners lead to, on unusual ports',
    state: { ...of([web]), secure: [8443, 9443].map((port) => ({ port, actions: [web] })) },
    plan: left('several HTTPS listeners lead where port 80 of shop does, on the ports 8443, 9443'),
  },
  {
    name: 'a listener that answers by itself',
    state: of([{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }]),
    plan: left('port 80 of shop forwards nothing, and does not redirect to HTTPS either'),
  },
  {
    name: 'a listener that a controller in a Kubernetes cluster keeps as it is',
    state: {
      ...of([web]),
      secure: [{ port: 443, actions: [web] }],
      maker: 'a controller in a Kubernetes cluster',
    },
    plan: left(
      'port 80 of shop is made by a controller in a Kubernetes cluster, which would make it anew: let it be redirected there',
    ),
  },
];

function of(actions: Action[]): Listener {
  return { arn, protocol: 'HTTP', port: 80, actions, secure: null, maker: null };
}

function forward(group: string): Action {
  const TargetGroupArn = `arn:aws:elasticloadbalancing:eu-central-1:111122223333:targetgroup/${group}/73e2d6bc24d8a067`;
  return { Type: 'forward', TargetGroupArn, ForwardConfig: { TargetGroups: [{ TargetGroupArn, Weight: 1 }] } };
}

function redirect(Port: string, StatusCode: string): Action {
  const RedirectConfig = { Protocol: 'HTTPS', Port, Host: '#{host}', Path: '/#{path}', Query: '#{query}', StatusCode };
  return { Type: 'redirect', RedirectConfig };
}

function mended(port: string, code: string): Example<Listener, Write>['plan'] {
  return {
    outcome: 'change',
    risk: { level: 'disruptive', because: 'clients of port 80 of shop that do not follow a redirect to HTTPS fail' },
    apply: [modify([redirect(port, code)], `Let port 80 of shop redirect to HTTPS on port ${port}`)],
    undo: [modify([web], 'Let port 80 of shop forward what comes by HTTP again')],
    after: of([redirect(port, code)]),
  };
}

function left(because: string): Example<Listener, Write>['plan'] {
  return { outcome: 'leave', because };
}

function modify(actions: readonly Action[], says: string): Change<Write> {
  const DefaultActions = actions as readonly object[] as Change<Write>['input']['DefaultActions'];
  return { call: 'elasticloadbalancing:ModifyListener', input: { ListenerArn: arn, DefaultActions }, says };
}
