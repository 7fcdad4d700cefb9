import path from "node:path";
import type { Source, Violation } from "../sources";

const isClient = ({ code }: Source) => /^\s*["']use client["']/.test(code);
const isAction = ({ code }: Source) => /^\s*["']use server["']/.test(code);
const strings = /"((?:\\.|[^"\\\n])*)"/g;

/** Every module that a file reaches at run time, and of these what browsers run: a "use client" file and what it imports. */
function reach(from: string, sources: ReadonlyMap<string, Source>) {
  const seen = { server: new Set<Source>(), browser: new Set<Source>() };
  const open: [string, boolean][] = [[from, false]];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const source = sources.get(at[0]);
    if (!source || isAction(source)) continue;
    const inBrowser = at[1] || isClient(source);
    const known = inBrowser ? seen.browser : seen.server;
    if (known.has(source)) continue;
    known.add(source);
    for (const { target, typesOnly } of source.imports) if (target && !typesOnly) open.push([target, inBrowser]);
  }
  return seen;
}

/** What a module draws with: its namespaces; of one that names none, what its keys begin with. A name with a variable in it counts up to there. */
function drawnBy({ text }: Source, areas: ReadonlySet<string>): string[] {
  const upToVariable = (name: string) => name.replace(/\.?[^.]*\$\{.*$/s, "");
  const named = [...text.matchAll(/useTranslations\(\s*["`]([^"`]+)["`]/g)]
    .map(([, name = ""]) => upToVariable(name))
    .filter(Boolean);
  if (!/useTranslations\(\s*\)/.test(text)) return named;
  const keys = [...text.matchAll(/["`]([a-z]\w*)\.([\w.-]+|\$\{)[^"`\n]*["`]/g)];
  return [...named, ...keys.flatMap(([, area = ""]) => (areas.has(area) ? [area] : []))];
}

const givenBy = ({ code }: Source): string[] =>
  [...code.matchAll(/\bareas=\{\[([^\]]*)\]|\beverywhere = \[([^\]]*)\]/g)].flatMap(([, ...lists]) =>
    [...lists.join(" ").matchAll(strings)].map(([, name = ""]) => name),
  );

const isPartOf = (name: string, whole: string) => name === whole || name.startsWith(`${whole}.`);

/** What is drawn round a page or in its place: the layouts above it, and pages for errors. */
const framesOf = (page: string, sources: ReadonlyMap<string, Source>) =>
  path
    .dirname(page)
    .split("/")
    .map((_, at, all) => all.slice(0, at + 1).join("/"))
    .flatMap(folder => ["layout", "error", "not-found"].map(name => `${folder}/${name}.tsx`))
    .filter(file => sources.has(file));

// A page, and whoever draws its children, gives to all that is inside; a bar beside them only to itself.
const isRound = ({ path: file, code }: Source) => file.endsWith("/page.tsx") || /\bchildren\b/.test(code);

type Gift = { source: Source; area: string; to: ReadonlySet<Source> | null };

/** Pages whose scripts draw with texts that they are not given, and files that give a page's scripts what none of them draws with. */
export function textFaults(sources: readonly Source[], areaNames: readonly string[]): Violation[] {
  const byPath = new Map(sources.map(source => [source.path, source]));
  const areas = new Set(areaNames);
  const usedBy = new Map<string, boolean>();
  const missing = new Set<Violation>();
  for (const page of byPath.keys()) {
    if (!/^app\/(.*\/)?page\.tsx$/.test(page)) continue;
    const parts = [...framesOf(page, byPath), page].map(file => reach(file, byPath));
    const browser = new Set(parts.flatMap(part => [...part.browser]));
    const drawn = [...browser].flatMap(source => drawnBy(source, areas).map(name => ({ source, name })));
    const givers = [...new Set(parts.flatMap(part => [...part.server]))].filter(({ path: file }) =>
      file.startsWith("app/"),
    );
    const gifts: Gift[] = givers.flatMap(source => {
      const to = isRound(source) ? null : reach(source.path, byPath).browser;
      return givenBy(source).map(area => ({ source, area, to }));
    });
    for (const { source, name } of drawn)
      if (!gifts.some(({ area, to }) => isPartOf(name, area) && (to?.has(source) ?? true)))
        missing.add(`${page}: its scripts draw with ${name}`);
    for (const { source, area } of gifts) {
      const key = `${source.path}: gives ${area}, with which no script draws`;
      const isUsed = drawn.some(({ name }) => isPartOf(name, area) || isPartOf(area, name));
      usedBy.set(key, isUsed || (usedBy.get(key) ?? false));
    }
  }
  return [...missing, ...[...usedBy].filter(([, isUsed]) => !isUsed).map(([key]) => key)].sort();
}
