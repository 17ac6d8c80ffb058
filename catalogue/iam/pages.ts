/** What IAM says about the rest of a list. */
export interface Paged {
  readonly IsTruncated?: boolean | undefined;
  readonly Marker?: string | undefined;
}

/** All pages of a list; none where IAM answers that there is no such thing. */
export async function everyPage<Page extends Paged>(
  page: (marker?: string) => Promise<Page | undefined>,
): Promise<readonly Page[]> {
  const first = await page();
  const pages = first === undefined ? [] : [first];
  for (let last = first; last?.IsTruncated && last.Marker !== undefined; ) {
    last = await page(last.Marker);
    pages.push(...(last === undefined ? [] : [last]));
  }
  return pages;
}
