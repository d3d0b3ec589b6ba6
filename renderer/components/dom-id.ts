/** A name of a file's own as part of an id in the page, where blanks and signs have meanings. */
export function domId(...names: readonly (string | undefined)[]): string {
  return encodeURIComponent(names.join('|')).replaceAll(/[^\w-]/g, '_');
}
