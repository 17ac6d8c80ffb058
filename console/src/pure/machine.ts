/** What the drawing needs of a workflow in Amazon States Language. */
export interface Machine {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

interface State {
  readonly Type: string;
  readonly Next?: string;
  readonly Default?: string;
  readonly Choices?: readonly { readonly Next: string }[];
  readonly Catch?: readonly { readonly Next: string }[];
}

/** A way from one state to another; `caught` is what an error takes. */
export interface Step {
  readonly from: string;
  readonly to: string;
  readonly caught: boolean;
}

/** Every way there is from state to state, each once. */
export function stepsOf({ States }: Machine): readonly Step[] {
  return Object.entries(States).flatMap(([from, state]) => {
    const usual = [state.Next, ...(state.Choices ?? []).map(({ Next }) => Next), state.Default];
    const caught = (state.Catch ?? []).map(({ Next }) => Next).filter((to) => !usual.includes(to));
    return [
      ...unique(usual).map((to) => ({ from, to, caught: false })),
      ...unique(caught).map((to) => ({ from, to, caught: true })),
    ];
  });
}

function unique(names: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(names.filter((name) => name !== undefined))];
}

/**
 * The steps that led through the named states. A record may leave out states that do nothing but choose: the shortest
 * way between two that it names is taken then.
 */
export function taken(steps: readonly Step[], way: readonly string[]): readonly Step[] {
  return way.slice(1).flatMap((to, index) => shortest(steps, way[index] ?? '', to));
}

function shortest(steps: readonly Step[], from: string, to: string): readonly Step[] {
  const before = new Map<string, Step>();
  const queue = [from];
  for (let at = queue.shift(); at !== undefined && !before.has(to); at = queue.shift()) {
    // An error's way is taken only where there is no other.
    const onward = steps.filter((step) => step.from === at).toSorted((a, b) => Number(a.caught) - Number(b.caught));
    for (const step of onward) {
      if (!before.has(step.to)) {
        before.set(step.to, step);
        queue.push(step.to);
      }
    }
  }
  return backFrom(before, from, to);
}

function backFrom(before: ReadonlyMap<string, Step>, from: string, to: string): readonly Step[] {
  const path: Step[] = [];
  for (let at = to; ; ) {
    const step = before.get(at);
    if (step === undefined || path.includes(step)) return [];
    path.unshift(step);
    if (step.from === from) return path;
    at = step.from;
  }
}

/** Steps that lead back to where one came from: without them, the rest has an order. */
export function backward(steps: readonly Step[], start: string): ReadonlySet<Step> {
  const back = new Set<Step>();
  const done = new Set<string>();
  const visit = (at: string, above: ReadonlySet<string>) => {
    for (const step of steps.filter(({ from }) => from === at)) {
      if (above.has(step.to)) back.add(step);
      else if (!done.has(step.to)) visit(step.to, new Set([...above, step.to]));
    }
    done.add(at);
  };
  visit(start, new Set([start]));
  return back;
}
