import { handle } from 'hono/aws-lambda';
import { apiApp } from './api/app.ts';
import { signInApp } from './api/sign-in/app.ts';
import { signedInBy } from './api/sign-in/session.ts';
import { signingIn } from './api/signing-in.ts';
import { world } from './api/wiring.ts';
import { description } from './cards.ts';

const { base, cookies, console } = signingIn;
const api = apiApp({ world, description, origin: base.origin, signedIn: signedInBy(cookies, console) });

/** What the operators' page talks to: the API, and who is signed in to it. */
export const handler = handle(api.route('/', signInApp(signingIn)));
