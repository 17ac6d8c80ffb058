import type { Caller, Permission } from '../control.ts';
import type { Place } from '../derive/place.ts';
import { arnOf, functionArn, functionOf, functionReads, listFunctions } from './function.ts';

export const aliasReads = [
  { call: 'lambda:ListAliases', on: functionArn },
  ...functionReads,
] as const satisfies readonly Permission[];

/** All functions, each followed by its aliases: what others call may be either. */
export async function* listWithAliases(
  place: Place,
  aws: Caller<(typeof aliasReads)[number]['call']>,
): AsyncGenerator<string> {
  for await (const arn of listFunctions(place, aws)) {
    yield arn;
    const { name } = functionOf({ arn });
    for await (const alias of aliasesOf(name, aws)) {
      yield arnOf(place, { name, qualifier: alias });
    }
  }
}

async function* aliasesOf(FunctionName: string, aws: Caller<'lambda:ListAliases'>): AsyncGenerator<string> {
  let Marker: string | undefined;
  do {
    const page = await aws('lambda:ListAliases', { FunctionName, ...(Marker && { Marker }) });
    for (const { Name } of page?.Aliases ?? []) {
      if (Name !== undefined) {
        yield Name;
      }
    }
    Marker = page?.NextMarker;
  } while (Marker);
}
