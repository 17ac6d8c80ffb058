/** How a person likes the page to look: the only thing that it keeps in the browser. */
const key = 'homeostat.preferences';
const watchers = new Set<() => void>();
let kept: Readonly<Record<string, unknown>> = load();

export function preference<Value>(name: string, otherwise: Value): Value {
  return (kept[name] as Value | undefined) ?? otherwise;
}

export function setPreference(name: string, value: unknown): void {
  kept = { ...kept, [name]: value };
  try {
    localStorage.setItem(key, JSON.stringify(kept));
  } catch {
    // A browser that keeps nothing shows the page all the same, until it is loaded again.
  }
  for (const watcher of watchers) watcher();
}

export function watchPreferences(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

function load(): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '{}');
  } catch {
    return {};
  }
}
