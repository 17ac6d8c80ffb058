import { Page } from '../../question/frame.tsx';

/** Why nobody was signed in, and the way to try again. */
export function notSignedIn(text: string, again: string): string {
  const page = (
    <Page title="Not signed in">
      <h1>Not signed in</h1>
      <p>{text}</p>
      <p>
        <a href={again}>Sign in</a>
      </p>
    </Page>
  );
  return `<!doctype html>${page.toString()}`;
}
