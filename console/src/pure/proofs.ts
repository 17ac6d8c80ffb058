/** One thing that was checked about a plan before anybody was asked about it. */
export interface ProofItem {
  readonly name: string;
  readonly holds: boolean | undefined;
  readonly says: string;
}

/**
 * The proofs that a plan carries, where its control makes any. Plans of older versions have none, and what is not
 * understood is shown as it is rather than left out.
 */
export function proofsIn(plan: object): readonly ProofItem[] {
  const proof = 'proof' in plan ? plan.proof : undefined;
  const list = Array.isArray(proof) ? proof : proof === undefined || proof === null ? [] : [proof];
  return list.map((item: unknown) => proofItem(item));
}

function proofItem(item: unknown): ProofItem {
  if (typeof item !== 'object' || item === null) return { name: String(item), holds: undefined, says: '' };
  const fields = item as Readonly<Record<string, unknown>>;
  const text = (...names: readonly string[]) =>
    names.map((name) => fields[name]).find((value) => typeof value === 'string');
  const verdict = ['holds', 'passed', 'ok'].map((name) => fields[name]).find((value) => typeof value === 'boolean');
  return {
    name: String(text('name', 'check', 'title') ?? 'Proof'),
    holds: verdict as boolean | undefined,
    says: String(text('says', 'because', 'detail') ?? JSON.stringify(item)),
  };
}
