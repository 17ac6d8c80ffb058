import type { HonoRequest } from 'hono';
import * as z from 'zod';
import { elementsOf } from './blocks/blocks.ts';
import type { Click, Submission } from './interact.ts';
import type { Entered, Workspace } from './workspace.ts';

const Value = z.union([z.string(), z.array(z.string())]);
const ClickJson = z.object({
  user: z.string(),
  channel: z.string().optional(),
  ts: z.string().optional(),
  view_id: z.string().optional(),
  block_id: z.string().optional(),
  action_id: z.string(),
  value: Value.optional(),
});
const CloseJson = z.object({ user: z.string(), view_id: z.string() });
const SubmissionJson = CloseJson.extend({
  values: z.record(z.string(), z.record(z.string(), Value)).default({}),
});

type Form = Readonly<Record<string, readonly string[]>>;

/** A click, as the page's form or a test's JSON says it. */
export async function readClick(request: HonoRequest, workspace: Workspace): Promise<Click> {
  if (isJson(request)) return ClickJson.parse(await request.json());
  const form = await formOf(request);
  const {
    as: [user = ''] = [],
    channel: [channel] = [],
    ts: [ts] = [],
    view_id: [view_id] = [],
    use: [use = ''] = [],
  } = form;
  const [block_id, action_id] = nameOf(use) ?? [];
  const click = ClickJson.parse({ user, channel, ts, view_id, block_id, action_id, value: form[use] });
  return view_id ? { ...click, values: enteredIn(form, workspace, view_id) } : click;
}

export async function readSubmission(request: HonoRequest, workspace: Workspace): Promise<Submission> {
  if (isJson(request)) return SubmissionJson.parse(await request.json());
  const form = await formOf(request);
  const { as: [user = ''] = [], view_id: [view_id = ''] = [] } = form;
  return { user, view_id, values: enteredIn(form, workspace, view_id) };
}

export async function readClose(request: HonoRequest): Promise<Omit<Submission, 'values'>> {
  if (isJson(request)) return CloseJson.parse(await request.json());
  const { as: [user = ''] = [], view_id: [view_id = ''] = [] } = await formOf(request);
  return { user, view_id };
}

export function isJson(request: HonoRequest): boolean {
  return request.header('Content-Type')?.startsWith('application/json') ?? false;
}

export async function formOf(request: HonoRequest): Promise<Form> {
  const fields = new URLSearchParams(await request.text());
  return Object.fromEntries([...new Set(fields.keys())].map((name) => [name, fields.getAll(name)]));
}

/** A box that nobody ticked is not in the form, but was answered all the same. */
function enteredIn(form: Form, { views }: Workspace, viewId: string): Entered {
  const blocks = views.find(({ id }) => id === viewId)?.modal.blocks ?? [];
  const rows = blocks.map((block) => {
    const elements = elementsOf(block).filter(({ type }) => type !== 'button');
    const values = elements.map(({ action_id: id = '' }) => {
      return [id, form[JSON.stringify([block.block_id ?? '', id])] ?? []] as const;
    });
    return [block.block_id ?? '', Object.fromEntries(values)] as const;
  });
  return Object.fromEntries(rows);
}

function nameOf(use: string): readonly string[] | undefined {
  const parsed = z.tuple([z.string(), z.string()]).safeParse(use ? JSON.parse(use) : undefined);
  return parsed.success ? parsed.data : undefined;
}
