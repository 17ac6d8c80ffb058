/**
 * What a policy says, whatever its spaces: some services lay out anew what they are given. The text itself where it is
 * no JSON.
 */
export function contentOf(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) {
      return text;
    }
    throw error;
  }
}
