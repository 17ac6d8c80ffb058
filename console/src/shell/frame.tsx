import AppLayout from '@cloudscape-design/components/app-layout-toolbar';
import BreadcrumbGroup from '@cloudscape-design/components/breadcrumb-group';
import ErrorBoundary from '@cloudscape-design/components/error-boundary';
import type { FlashbarProps } from '@cloudscape-design/components/flashbar';
import { type ReactNode, Suspense, useEffect, useRef, useState } from 'react';
import { useLocation } from 'react-router-dom';
import type { Pause } from '../../../functions/api/shapes.ts';
import { useLive } from '../api/live.ts';
import { useOverview } from '../api/queries.ts';
import { Link, useFollow } from '../parts/link.tsx';
import { Waiting } from '../parts/states.tsx';
import { crumbsOf } from '../pure/crumbs.ts';
import { Menu } from './menu.tsx';
import { NoticeBar } from './notices.tsx';
import { hrefOf } from './place.ts';
import { TopBar } from './top-bar.tsx';

/** What stands around every page. */
export function Frame({ children }: { children: ReactNode }) {
  useLive();
  const { pathname } = useLocation();
  const overview = useOverview();
  const [isMenuOpen, setMenuOpen] = useState(window.innerWidth > 900);
  const follow = useFollow();
  const crumbs = crumbsOf(pathname);
  useTopOfNewPage(pathname);
  return (
    <>
      <button type="button" className="skip" onClick={focusContent}>
        Skip to the content
      </button>
      <TopBar />
      <AppLayout
        headerSelector="#top"
        toolsHide
        navigation={<Menu openQuestions={overview.data?.openQuestions ?? 0} />}
        navigationOpen={isMenuOpen}
        onNavigationChange={({ detail }) => setMenuOpen(detail.open)}
        navigationWidth={240}
        breadcrumbs={
          <BreadcrumbGroup
            items={crumbs.map(({ text, href }) => ({ text, href: hrefOf(href) }))}
            onFollow={follow}
            ariaLabel="Where you are"
          />
        }
        notifications={<NoticeBar standing={(overview.data?.pauses ?? []).map(pauseNotice)} />}
        stickyNotifications={false}
        content={
          <div id="content" tabIndex={-1}>
            <ErrorBoundary key={pathname} onError={() => undefined}>
              <Suspense fallback={<Waiting what="the page" />}>{children}</Suspense>
            </ErrorBoundary>
          </div>
        }
      />
    </>
  );
}

function focusContent(): void {
  document.getElementById('content')?.focus({ preventScroll: true });
}

/** As a loaded page would: at the top, and read from its beginning. */
function useTopOfNewPage(pathname: string): void {
  const before = useRef(pathname);
  useEffect(() => {
    if (before.current === pathname) return;
    before.current = pathname;
    window.scrollTo(0, 0);
    focusContent();
  }, [pathname]);
}

function pauseNotice({ id, says, by, reason }: Pause): FlashbarProps.MessageDefinition {
  return {
    id: `pause ${id}`,
    type: 'error',
    header: `Changes to ${says} are stopped`,
    content: `By ${by}: ${reason}`,
    action: <Link to="/settings">See the switch</Link>,
    statusIconAriaLabel: 'Stopped',
  };
}
