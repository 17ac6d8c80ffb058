import { Link } from '../parts/link.tsx';
import { Page } from '../parts/page.tsx';
import { Empty } from '../parts/states.tsx';

/** An address that leads nowhere. */
export function NotFound() {
  return (
    <Page title="Not found">
      <Empty
        says="There is no such page"
        more="The address may be mistyped, or of an older version."
        action={<Link to="/">Go to the overview</Link>}
      />
    </Page>
  );
}
