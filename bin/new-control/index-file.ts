const importLine = /^import \{ (\w+)(?: as (\w+))? \} from '\.\/controls\/(.+)\.ts';$/;

/** The catalogue's index with one more control in it: an import and an entry, both in the order of the ids. */
export function indexWith(index: string, { id, name }: { readonly id: string; readonly name: string }): string {
  const lines = index.split('\n');
  const known = lines.flatMap((line) => {
    const [, exported = '', as, path = ''] = importLine.exec(line) ?? [];
    return exported === '' ? [] : [{ exported, as: as ?? exported, path }];
  });
  const path = id.replace('.', '/');
  const [service = ''] = id.split('.');
  const isTaken = known.some(({ as }) => as === name);
  const as = isTaken ? service.replaceAll('-', '') + name.charAt(0).toUpperCase() + name.slice(1) : name;
  const all = [...known, { exported: name, as, path }].toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const imports = all.map(({ exported, as: alias, path: from }) =>
    exported === alias
      ? `import { ${exported} } from './controls/${from}.ts';`
      : `import { ${exported} as ${alias} } from './controls/${from}.ts';`,
  );
  const first = lines.findIndex((line) => importLine.test(line));
  const rest = lines.filter((line) => !importLine.test(line)).join('\n');
  const entries = all.map((one) => `  ${one.as},`).join('\n');
  const withImports = rest
    .split('\n')
    .toSpliced(first, 0, ...imports)
    .join('\n');
  return withImports.replace(
    /(catalogue: readonly Control\[\] = \[\n)[^\]]*\n\]/,
    (_, start: string) => `${start}${entries}\n]`,
  );
}
