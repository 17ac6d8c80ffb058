import { type Recorded, Refused } from './recorded.ts';

const place = { account: '111122223333', region: 'us-west-2' };
const prefix = 'arn:aws:elasticloadbalancing:us-west-2:111122223333';
const balancer = `${prefix}:loadbalancer/app/my-load-balancer/50dc6c495c0c9188`;
const arn = `${prefix}:listener/app/my-load-balancer/50dc6c495c0c9188/f2f7dc8efc522ab2`;
const group = `${prefix}:targetgroup/my-targets/73e2d6bc24d8a067`;
const forward = {
  Type: 'forward',
  TargetGroupArn: group,
  Order: 1,
  ForwardConfig: {
    TargetGroups: [{ TargetGroupArn: group, Weight: 1 }],
    TargetGroupStickinessConfig: { Enabled: false },
  },
};
const secure = {
  ListenerArn: `${prefix}:listener/app/my-load-balancer/50dc6c495c0c9188/0467ef3c8400ae65`,
  LoadBalancerArn: balancer,
  Port: 443,
  Protocol: 'HTTPS',
  Certificates: [{ CertificateArn: 'arn:aws:acm:us-west-2:111122223333:certificate/12345678' }],
  SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
  DefaultActions: [forward],
};
const redirect = {
  Type: 'redirect',
  Order: 1,
  RedirectConfig: {
    ...{ Protocol: 'HTTPS', Port: '443', Host: '#{host}', Path: '/#{path}', Query: '#{query}' },
    StatusCode: 'HTTP_302',
  },
};

export const elbv2: readonly Recorded[] = [
  {
    control: 'elbv2.listener-redirects-to-https',
    of: 'a listener with weights and stickiness, which the emulator does not keep',
    target: { ...place, arn },
    source: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeListeners.html',
    before: { 'elasticloadbalancing:DescribeListeners': described(forward), ...tagged([]) },
    after: { 'elasticloadbalancing:DescribeListeners': described(redirect) },
    record: {
      eventSource: 'elasticloadbalancing.amazonaws.com',
      eventName: 'CreateListener',
      requestParameters: {
        ...{ loadBalancerArn: balancer, protocol: 'HTTP', port: 80 },
        defaultActions: [{ type: 'forward', targetGroupArn: group }],
      },
      responseElements: {
        listeners: [{ listenerArn: arn, loadBalancerArn: balancer, protocol: 'HTTP', port: 80 }],
      },
    },
  },
  {
    control: 'elbv2.listener-redirects-to-https',
    of: 'a listener that the AWS Load Balancer Controller keeps as an ingress says',
    target: { ...place, arn },
    source: 'https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/',
    before: {
      'elasticloadbalancing:DescribeListeners': described(forward),
      ...tagged([
        { Key: 'elbv2.k8s.aws/cluster', Value: 'production' },
        { Key: 'ingress.k8s.aws/stack', Value: 'shop/web' },
      ]),
    },
    record: {
      eventSource: 'elasticloadbalancing.amazonaws.com',
      eventName: 'ModifyListener',
      requestParameters: { listenerArn: arn, defaultActions: [{ type: 'forward', targetGroupArn: group }] },
    },
  },
];

/** The listener by its ARN, or all of its load balancer. */
function described(action: object) {
  const listener = {
    ListenerArn: arn,
    LoadBalancerArn: balancer,
    Port: 80,
    Protocol: 'HTTP',
    DefaultActions: [action],
  };
  return ({ ListenerArns, LoadBalancerArn }: Readonly<Record<string, unknown>>) => {
    if (LoadBalancerArn === balancer) {
      return { Listeners: [secure, listener] };
    }
    return Array.isArray(ListenerArns) && ListenerArns[0] === arn
      ? { Listeners: [listener] }
      : new Refused('ListenerNotFoundException');
  };
}

function tagged(Tags: readonly object[]) {
  return { 'elasticloadbalancing:DescribeTags': { TagDescriptions: [{ ResourceArn: balancer, Tags }] } };
}
