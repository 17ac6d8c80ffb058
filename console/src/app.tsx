import I18nProvider from '@cloudscape-design/components/i18n';
import messages from '@cloudscape-design/components/i18n/messages/all.en';
import { QueryClientProvider } from '@tanstack/react-query';
import { lazy } from 'react';
import { BrowserRouter, Route, Routes } from 'react-router-dom';
import { client } from './api/queries.ts';
import { NotFound } from './pages/not-found.tsx';
import { Frame } from './shell/frame.tsx';
import { NoticesProvider } from './shell/notices.tsx';
import { basename } from './shell/place.ts';
import { Session } from './shell/session.tsx';

// Each page is fetched when it is first opened.
const Overview = lazy(() => import('./pages/overview.tsx'));
const Remediations = lazy(() => import('./pages/remediations.tsx'));
const Remediation = lazy(() => import('./pages/remediation.tsx'));
const Resource = lazy(() => import('./pages/resource.tsx'));
const Approvals = lazy(() => import('./pages/approvals.tsx'));
const Exemptions = lazy(() => import('./pages/exemptions.tsx'));
const Controls = lazy(() => import('./pages/controls.tsx'));
const Control = lazy(() => import('./pages/control.tsx'));
const Settings = lazy(() => import('./pages/settings.tsx'));

/** The operators' page. */
export function App() {
  return (
    <I18nProvider locale="en" messages={[messages]}>
      <QueryClientProvider client={client}>
        <Session>
          <BrowserRouter basename={basename}>
            <NoticesProvider>
              <Frame>
                <Pages />
              </Frame>
            </NoticesProvider>
          </BrowserRouter>
        </Session>
      </QueryClientProvider>
    </I18nProvider>
  );
}

function Pages() {
  return (
    <Routes>
      <Route path="/" element={<Overview />} />
      <Route path="/remediations" element={<Remediations />} />
      <Route path="/remediations/:id" element={<Remediation />} />
      <Route path="/resource" element={<Resource />} />
      <Route path="/approvals" element={<Approvals />} />
      <Route path="/approvals/:id" element={<Approvals />} />
      <Route path="/exemptions" element={<Exemptions />} />
      <Route path="/controls" element={<Controls />} />
      <Route path="/controls/:id" element={<Control />} />
      <Route path="/settings" element={<Settings />} />
      <Route path="*" element={<NotFound />} />
    </Routes>
  );
}
