import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  DescribeListenersCommand,
  DescribeRulesCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Proof } from './proof.ts';

export const elbv2: readonly Proof[] = [
  {
    control: 'elbv2.listener-redirects-to-https',
    of: 'a listener that forwards what comes by HTTP, beside one for HTTPS',
    async drift(aws) {
      const client = aws.client(ElasticLoadBalancingV2Client);
      const Subnets = ['subnet-1', 'subnet-2'];
      const { LoadBalancers } = await client.send(new CreateLoadBalancerCommand({ Name: 'proof', Subnets }));
      const { TargetGroups } = await client.send(
        new CreateTargetGroupCommand({ Name: 'proof', Protocol: 'HTTP', Port: 8080, VpcId: 'vpc-1' }),
      );
      const LoadBalancerArn = LoadBalancers?.[0]?.LoadBalancerArn;
      const DefaultActions = [{ Type: 'forward' as const, TargetGroupArn: TargetGroups?.[0]?.TargetGroupArn }];
      const CertificateArn = `arn:aws:acm:${aws.region}:${aws.account}:certificate/proof`;
      await client.send(
        new CreateListenerCommand({
          ...{ LoadBalancerArn, DefaultActions, Port: 443, Protocol: 'HTTPS' },
          Certificates: [{ CertificateArn }],
        }),
      );
      const { Listeners } = await client.send(
        new CreateListenerCommand({ LoadBalancerArn, DefaultActions, Port: 80, Protocol: 'HTTP' }),
      );
      return Listeners?.[0]?.ListenerArn ?? '';
    },
    async witness(aws, arn) {
      const client = aws.client(ElasticLoadBalancingV2Client);
      const { Listeners } = await client.send(new DescribeListenersCommand({ ListenerArns: [arn] }));
      const { Rules } = await client.send(new DescribeRulesCommand({ ListenerArn: arn }));
      return { Listeners, Rules };
    },
  },
];
