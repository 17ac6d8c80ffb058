/** The prefix of an action's service: `s3` of `s3:GetObject`. In a file of its own: most that ask it need no table of actions. */
export function serviceOf(action: string): string {
  const end = action.indexOf(':');
  return end < 0 ? action : action.slice(0, end);
}
