import * as z from 'zod';
import type { Output } from '../calls.ts';
import type { Caller, Permission, Target } from '../control.ts';
import type { Place } from '../derive/place.ts';
import { tagsOf } from '../tags.ts';

/** Of application load balancers: those of networks and gateways do not know HTTP. */
export const listenerArn = 'arn:{partition}:elasticloadbalancing:{region}:{account}:listener/app/*/*/*';

export const listenerReads = [
  { call: 'elasticloadbalancing:DescribeListeners', on: '*' },
  { call: 'elasticloadbalancing:DescribeLoadBalancers', on: '*' },
  { call: 'elasticloadbalancing:DescribeTags', on: '*' },
] as const satisfies readonly Permission[];

type Listener = NonNullable<Output<'elasticloadbalancing:DescribeListeners'>['Listeners']>[number];
export type Describe = Caller<(typeof listenerReads)[number]['call']>;

/** An action as AWS writes it, all of it, so that an undo can give it back. */
export const Action = z.looseObject({
  Type: z.string(),
  TargetGroupArn: z.string().optional(),
  ForwardConfig: z.looseObject({ TargetGroups: z.array(z.looseObject({ TargetGroupArn: z.string() })) }).optional(),
  RedirectConfig: z.looseObject({ Protocol: z.string().optional() }).optional(),
});
export type Action = z.infer<typeof Action>;

export async function readListener(arn: string, aws: Describe): Promise<Listener> {
  const [listener] = (await aws('elasticloadbalancing:DescribeListeners', { ListenerArns: [arn] }))?.Listeners ?? [];
  if (listener === undefined) {
    throw new Error(`Elastic Load Balancing does not show the listener ${arn}`);
  }
  return listener;
}

/** All listeners of a load balancer. */
export async function* listenersOf(LoadBalancerArn: string, aws: Describe): AsyncGenerator<Listener> {
  let Marker: string | undefined;
  do {
    const page = await aws('elasticloadbalancing:DescribeListeners', {
      LoadBalancerArn,
      ...(Marker && { Marker }),
    });
    yield* page?.Listeners ?? [];
    Marker = page?.NextMarker;
  } while (Marker);
}

export async function* listListeners(_: Place, aws: Describe): AsyncGenerator<string> {
  for await (const balancer of applicationBalancers(aws)) {
    for await (const { ListenerArn } of listenersOf(balancer, aws)) {
      if (ListenerArn !== undefined) {
        yield ListenerArn;
      }
    }
  }
}

async function* applicationBalancers(aws: Describe): AsyncGenerator<string> {
  let Marker: string | undefined;
  do {
    const page = await aws('elasticloadbalancing:DescribeLoadBalancers', { ...(Marker && { Marker }) });
    const applications = (page?.LoadBalancers ?? []).filter(({ Type }) => Type === 'application');
    yield* applications.flatMap(({ LoadBalancerArn }) => LoadBalancerArn ?? []);
    Marker = page?.NextMarker;
  } while (Marker);
}

export function listenerTags({ arn }: Target, aws: Describe): Promise<Readonly<Record<string, string>>> {
  return readTags(arn, aws);
}

export async function readTags(arn: string, aws: Describe): Promise<Readonly<Record<string, string>>> {
  const answer = await aws('elasticloadbalancing:DescribeTags', { ResourceArns: [arn] });
  return tagsOf(answer?.TagDescriptions?.[0]?.Tags);
}

/** The target groups that actions forward to. */
export function targetGroupsOf(actions: readonly Action[]): readonly string[] {
  const all = actions.flatMap(({ TargetGroupArn, ForwardConfig }) => [
    ...(ForwardConfig?.TargetGroups ?? []).map((group) => group.TargetGroupArn),
    ...(TargetGroupArn === undefined ? [] : [TargetGroupArn]),
  ]);
  return [...new Set(all)];
}
