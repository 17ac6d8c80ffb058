import Badge from '@cloudscape-design/components/badge';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { Status } from '../../../functions/domain/finding.ts';
import { isRisk, risks, statuses } from '../pure/status.ts';

/** The status of a remediation: a sign, its word, and what it means when one points at it. */
export function StatusMark({ status }: { status: Status }) {
  const { type, says, means } = statuses[status];
  return (
    <span title={means} className="mark">
      <StatusIndicator type={type}>{says}</StatusIndicator>
    </span>
  );
}

export function RiskMark({ risk }: { risk: string | undefined }) {
  if (risk === undefined || !isRisk(risk)) return <>–</>;
  const { type, says, means } = risks[risk];
  return (
    <span title={means} className="mark">
      <StatusIndicator type={type}>{says}</StatusIndicator>
    </span>
  );
}

const severities: Readonly<Record<string, 'severity-critical' | 'severity-high' | 'severity-medium' | 'severity-low'>> =
  {
    critical: 'severity-critical',
    high: 'severity-high',
    medium: 'severity-medium',
    low: 'severity-low',
  };

export function SeverityMark({ severity }: { severity: string }) {
  return <Badge color={severities[severity] ?? 'severity-neutral'}>{severity}</Badge>;
}
