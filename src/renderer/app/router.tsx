import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from '@tanstack/react-router';
import { DeskScreen } from '../clerk/desk-screen.tsx';
import { LedgerSearch } from '../ledger/filters.ts';
import { LedgerScreen } from '../ledger/ledger-screen.tsx';
import { ReviewSearch } from '../review/search.ts';
import { SettingsScreen } from '../settings/settings-screen.tsx';
import { Broken } from './broken.tsx';
import { Shell } from './shell.tsx';

const root = createRootRoute({ component: Shell });

const routeTree = root.addChildren([
  createRoute({ getParentRoute: () => root, path: '/', component: DeskScreen }),
  createRoute({
    getParentRoute: () => root,
    path: '/mine',
    validateSearch: LedgerSearch,
    component: () => <LedgerScreen own />,
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/ledger',
    validateSearch: LedgerSearch,
    component: () => <LedgerScreen />,
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/reports',
    component: lazyRouteComponent(() => import('../reports/reports-screen.tsx'), 'ReportsScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/access',
    component: lazyRouteComponent(() => import('../access/access-screen.tsx'), 'AccessScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/review',
    validateSearch: ReviewSearch,
    component: lazyRouteComponent(() => import('../review/review-screen.tsx'), 'ReviewScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/alerts',
    component: lazyRouteComponent(() => import('../alerts/alerts-screen.tsx'), 'AlertsScreen'),
  }),
  createRoute({ getParentRoute: () => root, path: '/settings', component: SettingsScreen }),
]);

/** Hash history: the page is one file, served from `app://`. */
export const createConsoleRouter = () =>
  createRouter({ routeTree, history: createHashHistory(), defaultErrorComponent: Broken });
export type ConsoleRouter = ReturnType<typeof createConsoleRouter>;

declare module '@tanstack/react-router' {
  interface Register {
    router: ConsoleRouter;
  }
  interface HistoryState {
    /** Of a screen that was opened from the rail: which time. */
    opening?: string;
  }
}
