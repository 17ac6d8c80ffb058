/** The last part of an ARN, which is what people call the resource: `shop-invoices`, `role/deployer`. */
export function nameOf(arn: string): string {
  const [, , service, , , ...rest] = arn.split(':');
  if (rest.length === 0) return arn;
  return service === 'iam' || service === 'sts' ? (rest.join(':').split('/').at(-1) ?? arn) : rest.join(':');
}

/** The one behind an actor's ARN: a session's name, a user's name; the root user where it is that. */
export function actorName(arn: string): string {
  const last = arn.split(':').slice(5).join(':');
  if (last === '') return arn || 'unknown';
  return last === 'root' ? 'root' : (last.split('/').at(-1) ?? arn);
}

export function serviceOf(arn: string): string {
  return arn.split(':')[2] ?? '';
}

/** Seconds as people say them: `4.2 s`, `3 min`, `2 h`, `5 d`. */
export function duration(seconds: number): string {
  if (seconds < 90) return `${seconds < 10 ? Math.round(seconds * 10) / 10 : Math.round(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return seconds < 36 * 3600 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} d`;
}

/** How long ago, or until: `3 min ago`, `in 2 d`. */
export function relative(at: string, now: Date): string {
  const seconds = (now.getTime() - Date.parse(at)) / 1000;
  if (Number.isNaN(seconds)) return '';
  if (Math.abs(seconds) < 5) return 'now';
  const rounded = duration(Math.round(Math.abs(seconds)));
  return seconds > 0 ? `${rounded} ago` : `in ${rounded}`;
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

/** A sentence in its parts: the ISO 8601 times in it, and what stands between. */
export function timesIn(text: string): readonly { readonly text: string; readonly isTime: boolean }[] {
  return text
    .split(/(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z)/)
    .map((part, index) => ({ text: part, isTime: index % 2 === 1 }))
    .filter((part) => part.text !== '');
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
