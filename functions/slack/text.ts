/** Text in Slack's mrkdwn that shows as it is: no link, no mention, no markup of Slack's own. */
export function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

const zeroWidth = '\u200b';

/** Fits into one section; what had to be left out is said, never silently. */
const sectionLimit = 2900;

/** Text in a block of code, which no run of backticks in it can end. */
export function fenced(text: string): string {
  const whole = escaped(text).replace(/`/g, `\`${zeroWidth}`);
  const [shown, isCut] = cut(whole, sectionLimit);
  return `\`\`\`${shown}\`\`\`${isCut ? '\n*It goes on: open the page to read it whole.*' : ''}`;
}

/** A sentence or two; longer ones say that they go on. */
export function said(text: string): string {
  const [shown, isCut] = cut(escaped(text), sectionLimit);
  return isCut ? `${shown}… _(whole on the page)_` : shown;
}

/** Lines of mrkdwn that are escaped already: as many as fit, and that there are more. */
export function lines(all: readonly string[]): string {
  const [shown, isCut] = cut(all.join('\n'), sectionLimit);
  return isCut ? `${shown}…\n_(whole on the page)_` : shown;
}

/** A link where it fits, its text where it does not. */
export function linked(address: string, text: string): string {
  const link = `<${address}|${escaped(text)}>`;
  return link.length < sectionLimit / 2 ? link : said(text);
}

/** Cut where it does not tear an entity apart. */
function cut(text: string, limit: number): readonly [shown: string, isCut: boolean] {
  return text.length <= limit ? [text, false] : [text.slice(0, limit - 60).replace(/&[a-z]*$/, ''), true];
}
