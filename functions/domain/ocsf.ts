import type { Severity } from '../../catalogue/control.ts';
import { partitionOf } from '../../catalogue/derive/place.ts';
import type { ExportFormat } from './export-rows.ts';
import type { Remediation } from './history.ts';
import {
  advice,
  findingUid,
  type Reported,
  requirementsOf,
  resourceTypeOf,
  type Standing,
  standingOf,
} from './standing.ts';

/**
 * A drift in the Open Cybersecurity Schema Framework: a Compliance Finding (class 2003) of version 1.3.0 with the profile
 * `cloud`, as Security Lake and Security Hub's newer API speak it. https://schema.ocsf.io/1.3.0/classes/compliance_finding
 */
export function ocsfOf(reported: Reported) {
  const { remediation, standing, control, partition, link } = reported;
  const { account, region, resource, updatedAt, because, id } = remediation;
  const activity = activities[standing];
  const severity = severities[control.severity];
  return {
    category_uid: 2,
    category_name: 'Findings',
    class_uid: classUid,
    class_name: 'Compliance Finding',
    activity_id: activity.id,
    activity_name: activity.name,
    type_uid: classUid * 100 + activity.id,
    time: Date.parse(updatedAt),
    severity_id: severity.id,
    severity: severity.name,
    status_id: activity.status.id,
    status: activity.status.name,
    message: because,
    metadata: {
      version: '1.3.0',
      profiles: ['cloud'],
      product: { name: 'Homeostat', vendor_name: 'Homeostat' },
      uid: `${id}/${remediation.sequence}`,
    },
    finding_info: infoOf(reported),
    compliance: {
      control: remediation.control,
      standards: Object.keys(control.standards),
      requirements: requirementsOf(control),
      status_id: activity.compliance.id,
      status: activity.compliance.name,
      status_detail: because,
    },
    cloud: { provider: 'AWS', account: { uid: account, type_id: 10, type: 'AWS Account' }, region },
    resources: [{ uid: resource, type: resourceTypeOf(control, resource), region, cloud_partition: partition }],
    remediation: { desc: advice(reported), ...(link !== '' && { references: [link] }) },
    unmapped: {
      homeostat: { remediation: id, status: remediation.status, actor: remediation.actor, event: remediation.event },
    },
  };
}

/** One finding a line, in the form of an export. What says nothing of how a resource stands, such as an undo that failed, has no line. */
export function ocsfLines(controlById: (id: string) => Reported['control'] | undefined): ExportFormat {
  const lineOf = (remediation: Remediation) => {
    // How often an undo was undone is not in the list; an undo that went through opens the drift again.
    const standing = standingOf(remediation.status, remediation.undoes === undefined ? 0 : 1);
    const control = controlById(remediation.control) ?? unknownControl(remediation.control);
    const partition = partitionOf(remediation.region);
    return standing ? `${JSON.stringify(ocsfOf({ remediation, standing, control, partition, link: '' }))}\n` : '';
  };
  return { head: '', rows: (remediations) => remediations.map(lineOf).join('') };
}

/** A control that was taken out of the catalogue is still in the history. */
function unknownControl(id: string): Reported['control'] {
  return { title: id, why: id, impact: '', severity: 'medium', standards: {}, resources: {} };
}

function infoOf({ remediation, control }: Reported) {
  return {
    uid: findingUid(remediation),
    title: control.title,
    desc: control.why,
    created_time: Date.parse(remediation.openedAt),
    modified_time: Date.parse(remediation.updatedAt),
  };
}

const classUid = 2003;

const severities = {
  low: { id: 2, name: 'Low' },
  medium: { id: 3, name: 'Medium' },
  high: { id: 4, name: 'High' },
  critical: { id: 5, name: 'Critical' },
} as const satisfies Record<Severity, object>;

const activities = {
  open: { id: 1, name: 'Create', status: { id: 1, name: 'New' }, compliance: { id: 3, name: 'Fail' } },
  mended: { id: 3, name: 'Close', status: { id: 4, name: 'Resolved' }, compliance: { id: 1, name: 'Pass' } },
  unknown: { id: 2, name: 'Update', status: { id: 0, name: 'Unknown' }, compliance: { id: 2, name: 'Warning' } },
} as const satisfies Record<Standing, object>;
