import type { Source, Violation } from "../sources";

const verbs = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
// What Next reads of a route besides its verbs.
const settings = new Set(["maxDuration"]);

/** The address that a file below app serves: `app/store/[code]/page.tsx` → `/store/[code]`. */
export const addressOf = (file: string): string =>
  `/${file
    .split("/")
    .slice(1, -1)
    .filter(name => !/^\(.*\)$/.test(name))
    .join("/")}`;

/** Names that a module exports, with the name they are bound to inside it. */
export function exportsOf({ code }: Source): { name: string; local: string; default: boolean }[] {
  const direct = [...code.matchAll(/export\s+(?:async\s+)?(?:const|let|function)\s+(\w+)/g)].map(([, name = ""]) => ({
    name,
    local: name,
    default: false,
  }));
  const listed = [...code.matchAll(/export\s*\{([^}]*)\}/g)]
    .flatMap(([, list = ""]) => list.split(","))
    .map(entry => entry.trim().split(/\s+as\s+/))
    .filter(([local]) => local)
    .map(([local = "", name = local]) => ({ name, local, default: false }));
  const whole = /export\s+default\b/.test(code) ? [{ name: "default", local: "default", default: true }] : [];
  return [...direct, ...listed, ...whole];
}

/** What `const name = …` starts with, followed through `const POST = GET`. */
function bindingOf(code: string, local: string): string {
  const bound = new RegExp(`\\bconst\\s+${local}\\s*(?::[^=]+)?=\\s*([^;]{0,200})`).exec(code)?.[1]?.trim() ?? "";
  return /^\w+$/.test(bound) && bound !== local ? bindingOf(code, bound) : bound;
}

const declares = (what: string) => new RegExp(`^${what}\\(\\{\\s*auth:\\s*"([a-z_]+)"`);

/** The door that a route's verb declares, or null when it declares none in the first line of `route({ … })`. */
export const doorOf = (source: Source, local: string): string | null =>
  declares("route").exec(bindingOf(source.code, local))?.[1] ?? null;

/** Every verb of every route file with its door; null where none is declared. */
export function listDoors(
  sources: readonly Source[],
): { path: string; address: string; verb: string; door: string | null }[] {
  return sources
    .filter(({ path }) => /^app\/(.*\/)?route\.ts$/.test(path))
    .flatMap(source =>
      exportsOf(source)
        .filter(({ name }) => verbs.has(name))
        .map(({ name, local }) => ({
          path: source.path,
          address: addressOf(source.path),
          verb: name,
          door: doorOf(source, local),
        })),
    );
}

/** Route files that export anything but `route({ auth: … })` declarations; `exempt` are named files that cannot. */
export function undeclaredRoutes(sources: readonly Source[], exempt: readonly string[]): Violation[] {
  return sources
    .filter(({ path }) => /^app\/(.*\/)?route\.ts$/.test(path) && !exempt.includes(path))
    .flatMap(source => {
      const exported = exportsOf(source);
      if (!exported.some(({ name }) => verbs.has(name))) return [`${source.path}: exports no verb`];
      return exported
        .filter(({ name, local }) => !settings.has(name) && !(verbs.has(name) && doorOf(source, local)))
        .map(({ name }) => `${source.path}: ${name} is not route({ auth: … })`);
    });
}

const saysServer = (source: Source) => /(^|[{;]\s*)["']use server["']/m.test(source.code);

/** Server actions outside `actions.ts`, and exports of one that are not `action({ auth: … })`. */
export function undeclaredActions(sources: readonly Source[]): Violation[] {
  return sources
    .filter(
      source =>
        /^(app|components|lib)\//.test(source.path) && (saysServer(source) || /(^|\/)actions\.ts$/.test(source.path)),
    )
    .flatMap(source => {
      if (!/^app\/(.*\/)?actions\.ts$/.test(source.path))
        return [`${source.path}: server actions live in app/**/actions.ts`];
      const odd = exportsOf(source).filter(({ local }) => !declares("action").test(bindingOf(source.code, local)));
      const missing = /^\s*["']use server["']/.test(source.code)
        ? []
        : [`${source.path}: does not begin with "use server"`];
      return [...missing, ...odd.map(({ name }) => `${source.path}: ${name} is not action({ auth: … })`)];
    });
}

/** Pages and layouts that are not on the list of public ones and do not wait for a `require…` themselves. */
export function openPages(sources: readonly Source[], publicPages: readonly string[]): Violation[] {
  const isPublic = (source: Source) =>
    source.path.endsWith("/page.tsx")
      ? publicPages.includes(addressOf(source.path))
      : publicPages.some(
          page => page === addressOf(source.path) || page.startsWith(`${addressOf(source.path).replace(/\/$/, "")}/`),
        );
  return sources
    .filter(({ path }) => /^app\/(.*\/)?(page|layout)\.tsx$/.test(path))
    .filter(source => !isPublic(source) && !/\bawait\s+require[A-Z]\w*\(/.test(source.bare))
    .map(({ path }) => `${path}: behind a door, but waits for no require…()`);
}

/** The address of every page. */
export const listPages = (sources: readonly Source[]): string[] =>
  sources.filter(({ path }) => /^app\/(.*\/)?page\.tsx$/.test(path)).map(({ path }) => addressOf(path));

/** Names on the list of public pages that no page serves. */
export function missingPublicPages(sources: readonly Source[], publicPages: readonly string[]): Violation[] {
  const served = listPages(sources);
  return publicPages
    .filter(page => !served.includes(page))
    .map(page => `${page}: on the list of public pages, but there is none`);
}
