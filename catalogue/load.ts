import type { Control } from './control.ts';

/**
 * One control, from its own file. In a bundle each is a chunk of its own: an event about a bucket pays for the controls of
 * buckets, however many others there are. `id` is one that the catalogue is known to have.
 */
export async function load(id: string): Promise<Control> {
  const [service, name] = id.split('.');
  const module: Readonly<Record<string, unknown>> = await import(`./controls/${service}/${name}.ts`);
  const control = Object.values(module).find((one) => (one as Partial<Control> | null)?.id === id);
  if (control === undefined) {
    throw new TypeError(`catalogue/controls/${service}/${name}.ts has no control ${id}`);
  }
  return control as Control;
}
