#!/usr/bin/env node
// The command is TypeScript; this starts it.
import { register } from 'tsx/esm/api';

register();
await import('./main.ts');
