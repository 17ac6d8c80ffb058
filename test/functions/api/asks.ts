import type { RouteName } from '../../../functions/api/routes.ts';
import type { World } from '../../../functions/api/world.ts';

export interface Ask {
  readonly path: string;
  readonly body?: unknown;
}

/** For each door something to ask about one account: its remediations, questions, exemptions and stops. */
export async function asksAbout(account: string, world: World): Promise<Readonly<Record<RouteName, Ask>>> {
  const { store, questions, exempting, switches } = world;
  const { items } = await store.list({ accounts: [account], filter: { status: ['remediated'] }, limit: 1 });
  const mended = items[0] ?? { id: '', region: '', resource: '' };
  const asked = (await questions.open(100)).find(({ finding }) => finding.target.account === account);
  const exemption = (await exempting.running()).find(({ scope }) => 'account' in scope && scope.account === account);
  const { pauses } = await switches.inForce();
  const pause = pauses.find(({ scope }) => scope.kind === 'account' && scope.account === account);
  const mode = { account, safe: 'observe', disruptive: null };
  const reason = 'because';
  const control = 'controls/s3.bucket-closed-to-public';
  const arn = encodeURIComponent(mended.resource);
  return {
    me: { path: 'me' },
    overview: { path: `overview?account=${account}` },
    remediations: { path: `remediations?account=${account}&limit=5` },
    remediation: { path: `remediations/${mended.id}` },
    previewUndo: { path: `remediations/${mended.id}/undo` },
    undo: { path: `remediations/${mended.id}/undo`, body: { reason, days: 3 } },
    resource: { path: `resource?account=${account}&region=${mended.region}&arn=${arn}` },
    questions: { path: 'approvals' },
    vote: {
      path: `approvals/${asked?.finding.id}/votes`,
      body: { planDigest: asked?.planDigest, ballot: { decision: 'approve' } },
    },
    exemptions: { path: 'exemptions' },
    exempt: { path: 'exemptions', body: { control: 's3.*', scope: { kind: 'account', account }, days: 3, reason } },
    endExemption: { path: `exemptions/${exemption?.id}/end`, body: { reason } },
    controls: { path: 'controls' },
    control: { path: control },
    previewMode: { path: `${control}/mode/preview`, body: mode },
    setMode: { path: `${control}/mode`, body: { ...mode, reason } },
    settings: { path: 'settings' },
    pauses: { path: 'pauses' },
    pause: { path: 'pauses', body: { scope: { kind: 'account', account }, reason } },
    resume: { path: `pauses/${pause?.id}/end`, body: { reason } },
    startExport: { path: 'exports', body: { format: 'csv', filter: { account: [account] } } },
    export: { path: 'exports/e-1' },
    savedFilters: { path: 'filters' },
    saveFilter: { path: 'filters', body: { name: 'a filter', filter: {} } },
    dropFilter: { path: 'filters/a%20filter' },
    changes: { path: 'changes?after=2000' },
  };
}
