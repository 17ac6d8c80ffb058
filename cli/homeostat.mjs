#!/usr/bin/env node
// The command is TypeScript; this starts it.
import { register } from 'tsx/esm/api';

// The SDK reminds of newer versions of Node with each start.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
register();
await import('./main.ts');
