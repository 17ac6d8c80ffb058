import Box from '@cloudscape-design/components/box';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { Detail } from '../../../functions/api/shapes.ts';
import { Time } from './time.tsx';

const said: Readonly<Record<string, { readonly type: 'success' | 'error' | 'stopped'; readonly says: string }>> = {
  approve: { type: 'success', says: 'approved' },
  reject: { type: 'error', says: 'rejected' },
  exempt: { type: 'stopped', says: 'exempted the resource' },
};

/** What people said to a question. */
export function VoteList({ votes }: { votes: Detail['votes'] }) {
  return (
    <ul className="plain">
      {votes.map(({ person, name, via, decision, comment, at }) => (
        <li key={`${person} ${at}`}>
          <StatusIndicator type={said[decision]?.type ?? 'info'}>
            {name || person} {said[decision]?.says ?? decision}
          </StatusIndicator>
          {comment && <Box variant="p">“{comment}”</Box>}
          <Box variant="small" display="block">
            {person}, by {via}, <Time at={at} />
          </Box>
        </li>
      ))}
    </ul>
  );
}
