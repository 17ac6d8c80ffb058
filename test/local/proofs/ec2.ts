import { acls } from './ec2/acls.ts';
import { groups } from './ec2/groups.ts';
import { networks } from './ec2/networks.ts';
import { sharing } from './ec2/sharing.ts';
import type { Proof } from './proof.ts';

export const ec2: readonly Proof[] = [...acls, ...groups, ...networks, ...sharing];
