const verb = /^\s*(?:\/\*[^*]*\*\/\s*)?([a-z]{2,10})\b/i;
const table = /\b(?:FROM|INTO|UPDATE|JOIN)\s+(?:ONLY\s+)?(?:"?[a-z_]+"?\.)?"?([a-z_][a-z0-9_]{0,62})\b"?(?!\s*\()/i;
// `extract(epoch FROM x)` and `IS DISTINCT FROM x` name no table.
const noTable = /\b(?:extract\s*\(\s*[a-z]+|distinct)\s+FROM\b/gi;
const enough = 4000;

/** The kind of a statement, `select onboarding`: its first word and its first table, never its text. */
export function kindOfStatement(text: string): string {
  const start = text.slice(0, enough);
  const [what = "other", of] = [
    verb.exec(start)?.[1]?.toLowerCase(),
    table.exec(start.replace(noTable, ""))?.[1]?.toLowerCase(),
  ];
  return of === undefined ? what : `${what} ${of}`;
}
