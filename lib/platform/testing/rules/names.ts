import type { Source, Violation } from "../sources";

const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;
const routeSegment = /^(\[{1,2}(\.\.\.)?[a-zA-Z]+\]{1,2}|\([a-z0-9-]+\)|_[a-z0-9-]+|@[a-z0-9-]+)$/;
const namedByConvention = new Set(["README.md", "CONTRIBUTING.md", ".ci", ".env.example", ".gitignore"]);

/** Files and folders that are not kebab-case; migrations have their own rule. */
export function oddNames(files: readonly string[]): Violation[] {
  return files
    .filter(file => !file.startsWith("prisma/migrations/"))
    .filter(file =>
      file.split("/").some((name, at) => {
        const inApp = file.startsWith("app/") && routeSegment.test(name);
        return !kebab.test(name) && !inApp && !(namedByConvention.has(name) && (at === 0 || name === "README.md"));
      }),
    )
    .map(file => `${file}: names are kebab-case`);
}

const domainNames = /^(README\.md|(schema|steps|service|queries|view|policy|client|sandbox|jobs)\.ts|messages\.tsx)$/;
const domainFolders = /^(schema|steps|service|queries|view|policy|client|sandbox|jobs|messages)$/;
const testName = /\.test\.tsx?$/;
const gatherers =
  /^lib\/(README\.md|architecture\.test\.ts|(worker|kinds|onboardings|readiness|sandbox|secrets)(\.db)?(\.test)?\.ts)$/;

/** What lies in lib besides the gatherers and domain folders, or in a domain besides the closed list of house 4. */
export function strayInDomains(files: readonly string[]): Violation[] {
  return files
    .filter(file => file.startsWith("lib/") && !file.startsWith("lib/platform/") && !gatherers.test(file))
    .filter(file => {
      const [, , name = "", ...deeper] = file.split("/");
      if (name === "") return true;
      if (deeper.length > 0) return !domainFolders.test(name);
      return !domainNames.test(name) && !testName.test(name);
    })
    .map(
      file =>
        `${file}: a domain holds README, schema, steps, service, queries, view, policy, client, sandbox, jobs, messages and tests`,
    );
}

/** Words for "I found no place for it" (house 4 and 6). */
export function synonyms(files: readonly string[]): Violation[] {
  return files
    .filter(file => /^(app|components|lib)\//.test(file))
    .filter(file =>
      file.split("/").some(name => /^(helpers?|utils?|managers?|common|misc|shared|index|types)(\.tsx?)?$/.test(name)),
    )
    .map(file => `${file}: name it after its one main thing`);
}

/** Files that only pass on what others export. */
export function barrels(sources: readonly Source[]): Violation[] {
  return sources
    .filter(source => /^(app|components|lib)\//.test(source.path))
    .filter(({ code, path }) => {
      const rest = code.replace(/export\s+(type\s+)?(\*(\s+as\s+\w+)?|\{[^}]*\})\s*from\s*["'][^"']+["'];?/g, "");
      const passesOn = rest.length < code.length;
      return /export\s+\*\s+from/.test(code) || (passesOn && rest.trim() === "" && !path.startsWith("app/"));
    })
    .map(({ path }) => `${path}: no barrels`);
}

/** Routes and actions over 40 lines. */
export const longDoors = (sources: readonly Source[]): Violation[] =>
  tooLong(sources, /^app\/(.*\/)?(route|actions)\.ts$/, 40);

/** Pages over 60 lines: a smell, not a refusal. */
export const longPages = (sources: readonly Source[]): Violation[] => tooLong(sources, /^app\/(.*\/)?page\.tsx$/, 60);

function tooLong(sources: readonly Source[], which: RegExp, most: number): Violation[] {
  return sources
    .map(source => ({ path: source.path, lines: source.text.trimEnd().split("\n").length }))
    .filter(({ path, lines }) => which.test(path) && lines > most)
    .map(({ path, lines }) => `${path}: ${lines} lines, at most ${most}`);
}

/** Migrations that are not named by time and intent, or that drop something without a line that says why. */
export function oddMigrations(migrations: readonly { path: string; text: string }[]): Violation[] {
  return migrations.flatMap(({ path, text }) => {
    const name = path.split("/")[2] ?? "";
    const odd = /^\d{14}_[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(name)
      ? []
      : [`${path}: named by time and intent, 20261120110000_add_stores`];
    const lines = text.split("\n");
    const drops = lines.flatMap((line, at) => {
      const statement = line.replace(/--.*/, "").replace(/'[^']*'/g, "");
      if (!/\bDROP\b/i.test(statement) || line.includes("--") || /^\s*--/.test(lines[at - 1] ?? "")) return [];
      return [`${path}:${at + 1}: DROP without a comment above it`];
    });
    return [...odd, ...drops];
  });
}
