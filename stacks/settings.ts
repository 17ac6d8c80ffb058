import { catalogue, controlById } from '../catalogue/index.ts';
import { type Config, InvalidConfig, lacking } from '../functions/domain/config.ts';
import { matchesAny } from '../functions/domain/glob.ts';

/**
 * Checks the controls that are chosen and their parameters, which only the catalogue knows.
 * @throws {InvalidConfig} that names the control and the parameter.
 */
export function checkSettings(config: Config): void {
  const problems = Object.entries(config.settings).flatMap(([id, settings]) => {
    const control = controlById(id);
    if (control === undefined) {
      return [`settings.${id}: there is no such control`];
    }
    const checked = control.settings?.safeParse(settings);
    return checked?.success === false
      ? checked.error.issues.map(({ path, message }) => `settings.${[id, ...path].join('.')}: ${message}`)
      : [];
  });
  // A pattern may name what is not set up yet; a name by itself means it.
  const named = catalogue.filter(({ id }) => config.controls.includes(id));
  problems.push(
    ...named.flatMap((control) =>
      lacking(control, config).map(
        (name) => `controls: ${control.id} is not at work until settings.${control.id}.${name} is set`,
      ),
    ),
  );
  const unknown = config.controls.filter((pattern) => !catalogue.some(({ id }) => matchesAny([pattern], id)));
  problems.push(...unknown.map((pattern) => `controls: there is no control ${pattern}`));
  if (problems.length > 0) {
    throw new InvalidConfig(problems);
  }
}
