/** How a person calls Rollcall, for hints that can be typed: by its own name, or through npm in the project. */
export function invocation(): string {
  return process.env['npm_lifecycle_event'] === undefined ? 'rollcall' : 'npm run rollcall --';
}

/** npm runs scripts in the project's folder; paths are meant from where the person stands. */
export function standWhereTheCallerStands(): void {
  const { npm_lifecycle_event: script, INIT_CWD: folder } = process.env;
  if (script === 'rollcall' && folder) process.chdir(folder);
}
