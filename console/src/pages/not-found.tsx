import { Link } from '../parts/link.tsx';
import { Empty } from '../parts/states.tsx';
import { useTitle } from '../shell/title.tsx';

/** An address that leads nowhere. */
export function NotFound() {
  useTitle('Not found');
  return (
    <Empty
      says="There is no such page"
      more="The address may be mistyped, or of an older version."
      action={<Link to="/">Go to the overview</Link>}
    />
  );
}
