import type { TableProps } from '@cloudscape-design/components/table';
import type { Answer } from '../../../../functions/api/routes.ts';
import { DeedButton } from '../../parts/forbidden.tsx';
import { Link, toControl, toResource } from '../../parts/link.tsx';
import { Ago } from '../../parts/time.tsx';

export type Exemption = Answer<'exemptions'>['items'][number];

/** What a list of exemptions shows, with the button that ends one. */
export function columnsOf(onEnd: (exemption: Exemption) => void): TableProps.ColumnDefinition<Exemption>[] {
  return [
    { id: 'says', header: 'What', sortingField: 'says', isRowHeader: true, cell: whatOf, minWidth: 220 },
    { id: 'control', header: 'For the control', sortingField: 'control', cell: controlOf, minWidth: 180 },
    { id: 'reason', header: 'Because', cell: ({ reason }) => reason, minWidth: 200 },
    { id: 'owner', header: 'Says', sortingField: 'owner', cell: ({ owner }) => owner },
    { id: 'until', header: 'Ends', sortingField: 'until', cell: ({ until }) => <Ago at={until} /> },
    {
      id: 'end',
      header: 'Deed',
      cell: (one) => (
        <DeedButton
          deed="endExemption"
          variant="inline-link"
          ariaLabel={`End the exemption of ${one.says}`}
          onClick={() => onEnd(one)}
        >
          End
        </DeedButton>
      ),
    },
  ];
}

function whatOf({ scope, says }: Exemption) {
  return scope.kind === 'resource' ? <Link to={toResource({ ...scope, resource: scope.arn })}>{says}</Link> : says;
}

function controlOf({ control }: Exemption) {
  return control.includes('*') ? (
    <span className="mono">{control}</span>
  ) : (
    <Link to={toControl(control)}>{control}</Link>
  );
}
