import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The checkout, absolute, without a slash at its end. */
export const root = path.resolve(fileURLToPath(new URL("../../..", import.meta.url)));

/** One import, export-from or dynamic import. */
export type Import = {
  specifier: string;
  /** Path of the imported file from the root, or null for a package. */
  target: string | null;
  typesOnly: boolean;
};

/** A file of ours: its path from the root, its text, and the text without comments and templates (`code`) and also without strings (`bare`). */
export type Source = { path: string; text: string; code: string; bare: string; imports: Import[] };

/** One sentence about one place that breaks a rule. */
export type Violation = string;

const generated =
  /(^|\/)(node_modules|\.git|\.next[^/]*|\.data[^/]*|\.test|test-results|playwright-report)(\/|$)|^prisma\/generated(\/|$)/;

/** Every file below the root that is ours, as paths from the root. */
export function listFiles(folder = ""): string[] {
  return readdirSync(path.join(root, folder))
    .map(name => path.posix.join(folder, name))
    .filter(file => !generated.test(file))
    .flatMap(file => (statSync(path.join(root, file)).isDirectory() ? listFiles(file) : [file]))
    .sort();
}

// Comments, strings, regular expressions and templates; whatever comes first wins.
const tokens =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\[\s\S]|[^`\\])*`|(?<=[=(,:[!&|?{};\n]\s*|return\s+)\/(?![/*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n])+\/[a-z]*/g;
const blank = (token: string) => token.replace(/[^\n]/g, " ");
const isNoise = (token: string) => /^(\/\/|\/\*|`)/.test(token);

const statement =
  /(?:^|[;\n}])\s*(import|export)(\s+type)?\b((?:(?!\b(?:import|export|const|function|class)\b)[^;"'`=(])*?)\bfrom\s*["']([^"'\n]+)["']|(?:^|[;\n}])\s*import\s*["']([^"'\n]+)["']|\bimport\s*\(\s*["']([^"'\n]+)["']/g;

const onlyTypesInBraces = (clause: string) => /^\s*\{\s*(type\s+[\w$]+(\s+as\s+[\w$]+)?\s*,?\s*)+\}\s*$/.test(clause);

function resolve(from: string, specifier: string, exists: (file: string) => boolean): string | null {
  const relative = specifier.startsWith(".") ? path.posix.join(path.posix.dirname(from), specifier) : null;
  const target = relative ?? (specifier.startsWith("@/") ? specifier.slice(2) : null);
  if (target === null) return null;
  const endings = ["", ".ts", ".tsx", ".mjs", "/index.ts", "/index.tsx"];
  return endings.map(ending => target + ending).find(exists) ?? target;
}

/** Reads the imports of a text; `exists` says which paths from the root are files. */
export function toSource(file: string, text: string, exists: (file: string) => boolean = () => false): Source {
  const code = text.replace(tokens, token => (isNoise(token) ? blank(token) : token));
  const bare = code.replace(tokens, blank);
  const imports = [...code.matchAll(statement)].map(([, , type, clause = "", from, sideEffect, dynamic]) => {
    const specifier = from ?? sideEffect ?? dynamic ?? "";
    return {
      specifier,
      target: resolve(file, specifier, exists),
      typesOnly: type !== undefined || onlyTypesInBraces(clause),
    };
  });
  return { path: file, text, code, bare, imports };
}

/** Every TypeScript and JavaScript file of ours, read and parsed. */
export function readSources(files: readonly string[] = listFiles()): Source[] {
  const known = new Set(files);
  const exists = (file: string) => known.has(file) || /^prisma\/generated\//.test(file);
  return files
    .filter(file => /\.(ts|tsx|mjs)$/.test(file) && existsSync(path.join(root, file)))
    .map(file => toSource(file, readFileSync(path.join(root, file), "utf8"), exists));
}

/** Is this file a test, or only for tests? */
export const isTest = (file: string): boolean => /\.test\.tsx?$/.test(file) || file.startsWith("lib/platform/testing/");

/** The file and all it reaches at run time, each with the way there; `stop` ends the walk at a file. */
export function reachable(
  from: string,
  sources: readonly Source[],
  stop: (source: Source) => boolean = () => false,
): Map<string, string[]> {
  const byPath = new Map(sources.map(source => [source.path, source]));
  const ways = new Map([[from, [from]]]);
  const open = [from];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const source = byPath.get(at);
    if (!source || (at !== from && stop(source))) continue;
    for (const { target, typesOnly, specifier } of source.imports) {
      const next = target ?? specifier;
      if (typesOnly || ways.has(next)) continue;
      ways.set(next, [...(ways.get(at) ?? []), next]);
      open.push(next);
    }
  }
  return ways;
}
