/** A Markdown table. Cells are Markdown themselves: plain text goes through `plain` first. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Text that shows as it is written, in a table too. */
export function plain(text: string): string {
  return text.replace(/[\\|*`<]/g, (mark) => `\\${mark}`).replace(/\s*\n\s*/g, ' ');
}

export function code(text: string): string {
  return `\`${text}\``;
}

export function json(value: unknown): string {
  return fence('json', JSON.stringify(value, null, 2));
}

export function fence(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}

/** The parts of a page, each with an empty line before the next; empty parts are left out. */
export function page(parts: readonly string[]): string {
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}
