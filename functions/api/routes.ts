import type * as z from 'zod';
import * as shapes from './shapes.ts';

type Method = 'get' | 'post' | 'put' | 'delete';

/** One door of the API: who may use it, what it takes and what it gives. `roles` are alternatives. */
export interface Route {
  readonly method: Method;
  /** Below `/api`, with `{id}` for a parameter. */
  readonly path: string;
  readonly says: string;
  readonly roles: readonly shapes.Role[];
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly answer: z.ZodType;
}

const everybody = shapes.Role.options;

/** Every door of the API. The app, the OpenAPI document, the page's client and the test of who may what are made from this. */
export const routes = {
  me: { method: 'get', path: '/me', says: 'Who is signed in', roles: everybody, answer: shapes.Me },
  overview: {
    method: 'get',
    path: '/overview',
    says: 'What needs somebody, and how it goes',
    roles: everybody,
    query: shapes.OverviewQuery,
    answer: shapes.Overview,
  },
  remediations: {
    method: 'get',
    path: '/remediations',
    says: 'What happened, newest first',
    roles: everybody,
    query: shapes.ListQuery,
    answer: shapes.Remediations,
  },
  remediation: {
    method: 'get',
    path: '/remediations/{id}',
    says: 'One remediation, whole',
    roles: everybody,
    params: shapes.ById,
    answer: shapes.Detail,
  },
  previewUndo: {
    method: 'get',
    path: '/remediations/{id}/undo',
    says: 'What an undo would do',
    roles: ['operator', 'admin'],
    params: shapes.ById,
    answer: shapes.UndoPreview,
  },
  undo: {
    method: 'post',
    path: '/remediations/{id}/undo',
    says: 'Takes a mend back',
    roles: ['operator', 'admin'],
    params: shapes.ById,
    body: shapes.UndoWish,
    answer: shapes.Started,
  },
  resource: {
    method: 'get',
    path: '/resource',
    says: 'All that happened to a resource',
    roles: everybody,
    query: shapes.ResourceQuery,
    answer: shapes.Remediations,
  },
  questions: {
    method: 'get',
    path: '/approvals',
    says: 'What waits for an answer',
    roles: everybody,
    query: shapes.Page,
    answer: shapes.Questions,
  },
  vote: {
    method: 'post',
    path: '/approvals/{id}/votes',
    says: 'Answers a question',
    roles: ['approver'],
    params: shapes.ById,
    body: shapes.VoteWish,
    answer: shapes.Said,
  },
  exemptions: {
    method: 'get',
    path: '/exemptions',
    says: 'What is left alone',
    roles: everybody,
    query: shapes.Page,
    answer: shapes.Exemptions,
  },
  exempt: {
    method: 'post',
    path: '/exemptions',
    says: 'Leaves something alone for a while',
    roles: ['operator', 'admin'],
    body: shapes.ExemptionWish,
    answer: shapes.Said,
  },
  endExemption: {
    method: 'post',
    path: '/exemptions/{id}/end',
    says: 'Ends an exemption',
    roles: ['operator', 'admin'],
    params: shapes.ByName,
    body: shapes.Reason,
    answer: shapes.Said,
  },
  controls: {
    method: 'get',
    path: '/controls',
    says: 'The catalogue, with modes and counts',
    roles: everybody,
    query: shapes.Page,
    answer: shapes.Controls,
  },
  control: {
    method: 'get',
    path: '/controls/{id}',
    says: 'One control, with its page',
    roles: everybody,
    params: shapes.ByName,
    answer: shapes.ControlPage,
  },
  previewMode: {
    method: 'post',
    path: '/controls/{id}/mode/preview',
    says: 'What another mode would start to act on',
    roles: ['admin'],
    params: shapes.ByName,
    body: shapes.ModeWish.omit({ reason: true }),
    answer: shapes.ModePreview,
  },
  setMode: {
    method: 'post',
    path: '/controls/{id}/mode',
    says: 'Sets what a control may do by itself',
    roles: ['admin'],
    params: shapes.ByName,
    body: shapes.ModeWish,
    answer: shapes.Said,
  },
  settings: { method: 'get', path: '/settings', says: 'The configuration', roles: everybody, answer: shapes.Settings },
  pauses: {
    method: 'get',
    path: '/pauses',
    says: 'What was stopped, by whom and why',
    roles: everybody,
    query: shapes.Page,
    answer: shapes.Pauses,
  },
  pause: {
    method: 'post',
    path: '/pauses',
    says: 'Stops all changes of a scope',
    roles: ['operator', 'admin'],
    body: shapes.PauseWish,
    answer: shapes.Pause,
  },
  resume: {
    method: 'post',
    path: '/pauses/{id}/end',
    says: 'Lets changes go on',
    roles: ['admin'],
    params: shapes.ByName,
    body: shapes.Reason,
    answer: shapes.Pause,
  },
  startExport: {
    method: 'post',
    path: '/exports',
    says: 'Writes a filtered history to a file',
    roles: everybody,
    body: shapes.ExportWish,
    answer: shapes.Export,
  },
  export: {
    method: 'get',
    path: '/exports/{id}',
    says: 'How far an export is',
    roles: everybody,
    params: shapes.ByName,
    answer: shapes.Export,
  },
  savedFilters: {
    method: 'get',
    path: '/filters',
    says: 'Your saved filters',
    roles: everybody,
    query: shapes.Page,
    answer: shapes.SavedFilters,
  },
  saveFilter: {
    method: 'put',
    path: '/filters',
    says: 'Saves a filter under its name',
    roles: everybody,
    body: shapes.SavedFilter,
    answer: shapes.Said,
  },
  dropFilter: {
    method: 'delete',
    path: '/filters/{id}',
    says: 'Forgets a saved filter',
    roles: everybody,
    params: shapes.ByFilter,
    answer: shapes.Said,
  },
  changes: {
    method: 'get',
    path: '/changes',
    says: 'What changed since',
    roles: everybody,
    query: shapes.ChangesQuery,
    answer: shapes.Changes,
  },
} as const satisfies Record<string, Route>;
export type RouteName = keyof typeof routes;

type Given<Part, Otherwise> = Part extends z.ZodType ? z.output<Part> : Otherwise;
export type Params<Name extends RouteName> = (typeof routes)[Name] extends { params: infer P }
  ? Given<P, unknown>
  : unknown;
export type Query<Name extends RouteName> = (typeof routes)[Name] extends { query: infer Q }
  ? Given<Q, unknown>
  : unknown;
export type Body<Name extends RouteName> = (typeof routes)[Name] extends { body: infer B }
  ? Given<B, unknown>
  : unknown;
export type Answer<Name extends RouteName> = z.output<(typeof routes)[Name]['answer']>;
