/** What SQLite makes of the values that a column is given. */
export type DeclaredAffinity = 'INTEGER' | 'REAL' | 'NUMERIC' | 'TEXT' | 'BLOB';

/** Affinity of a declared type (sqlite.org/datatype3.html, section 3.1). */
export function affinityOf(declaredType: string): DeclaredAffinity {
  if (/INT/i.test(declaredType)) return 'INTEGER';
  if (/CHAR|CLOB|TEXT/i.test(declaredType)) return 'TEXT';
  if (/BLOB/i.test(declaredType) || declaredType === '') return 'BLOB';
  return /REAL|FLOA|DOUB/i.test(declaredType) ? 'REAL' : 'NUMERIC';
}
