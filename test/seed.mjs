// In CI every run tries the same cases, so that a change is judged and not the dice; everywhere else each run tries others.
if (process.env.CI) {
  const { default: fc } = await import('fast-check');
  fc.configureGlobal({ seed: 20261124 });
}
