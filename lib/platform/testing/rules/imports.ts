import { type Import, isTest, reachable, type Source, type Violation } from "../sources";

// House, section 3: who may import whom, as patterns of paths. `own` stands for the importer's own folder or domain.
const forEverybody = ["service", "queries", "schema", "view"];
const toDomain = (names: readonly string[]) => new RegExp(`^lib/(?!platform/)[^/]+/(${names.join("|")})(/|\\.tsx?$)`);
const toOpenPlatform = new RegExp(
  `^lib/platform/((http|auth|i18n)/|[^/]+/(${forEverybody.join("|")})(/|\\.tsx?$)|(health|metrics)(/|\\.ts$))`,
);
const gathererFiles = ["jobs", "sandbox", "service", "queries"];
const domainOf = (file: string) => /^lib\/(?!platform\/)([^/]+)\//.exec(file)?.[1];
const partOf = (file: string) => /^(components\/[^/]+)\//.exec(file)?.[1];

/** One row of the table: which files it is about, and what they may import of ours (everything else is refused). */
type Row = { who: string; from: RegExp; may: (target: string, source: Source, seen: Import) => boolean };

const isOf = (target: string, ...folders: (string | undefined)[]) =>
  folders.some(folder => folder !== undefined && target.startsWith(`${folder}/`));
// What flow and ui may know of the platform; the shapes of http and flow are erased before a browser sees them.
const forAnyFlow = (target: string, typesOnly: boolean) =>
  /^lib\/platform\/(flow\/progress|http\/browser)\.ts$/.test(target) ||
  (typesOnly && /^lib\/platform\/(flow|http)\//.test(target));
// What gathers the domains for whoever is outside of them.
const toGatherers = /^lib\/(kinds|onboardings|readiness)\.ts$/;
const isMessages = (target: string) => target.startsWith("lib/platform/i18n/messages/");

const table: Row[] = [
  {
    who: "a route",
    from: /^app\/(.*\/)?route\.ts$/,
    may: (target, source) =>
      toDomain(forEverybody).test(target) ||
      toOpenPlatform.test(target) ||
      (source.path.startsWith("app/api/cron/") && target === "lib/worker.ts") ||
      toGatherers.test(target) ||
      target === "app/api/declarations.ts", // what the OpenAPI document is made of
  },
  {
    who: "a page or action",
    from: /^app\//,
    may: target =>
      isOf(target, "app", "components") ||
      toDomain([...forEverybody, "steps", "policy"]).test(target) ||
      toOpenPlatform.test(target) ||
      toGatherers.test(target),
  },
  {
    who: "a component of ui",
    from: /^components\/ui\//,
    may: (target, _, { typesOnly }) => isOf(target, "components/ui") || forAnyFlow(target, typesOnly),
  },
  {
    who: "a component of flow",
    from: /^components\/flow\//,
    may: (target, _, { typesOnly }) =>
      isOf(target, "components/ui", "components/flow") || forAnyFlow(target, typesOnly),
  },
  {
    who: "a component",
    from: /^components\//,
    may: (target, source, { typesOnly }) =>
      isOf(target, "components/ui", "components/flow", partOf(source.path)) ||
      toDomain(["schema"]).test(target) ||
      target === "lib/platform/http/browser.ts" ||
      (typesOnly && isOf(target, "lib")),
  },
  {
    who: "the platform",
    from: /^lib\/platform\//,
    may: target => isOf(target, "lib/platform") || isOf(target, "prisma/generated"),
  },
  {
    who: "a domain",
    from: /^lib\/[^/]+\//,
    may: (target, source) => isOf(target, "lib/platform", "prisma/generated", `lib/${domainOf(source.path)}`),
  },
  {
    who: "a gatherer",
    from: /^lib\/(worker|sandbox|kinds|onboardings|readiness|secrets)\.ts$/,
    may: (target, source) =>
      isOf(target, "lib/platform") ||
      toDomain(gathererFiles).test(target) ||
      // What staff read of any kind is called as its steps are.
      (source.path === "lib/onboardings.ts" && toDomain(["steps", "schema"]).test(target)) ||
      /^lib\/(secrets|onboardings|readiness)\.ts$/.test(target),
  },
  { who: "the proxy", from: /^proxy\.ts$/, may: target => toOpenPlatform.test(target) },
];

/** Every import of ours that the table of house 3 does not allow. Tests may import what they test. */
export function strayImports(sources: readonly Source[]): Violation[] {
  return sources
    .filter(source => !isTest(source.path))
    .flatMap(source => {
      const row = table.find(one => one.from.test(source.path));
      if (!row) return [];
      return source.imports
        .filter(one => one.target !== null && !isMessages(one.target) && !/\.(css|json)$/.test(one.target))
        .filter(one => isTest(String(one.target)) || !row.may(String(one.target), source, one))
        .map(one => `${source.path}: ${row.who} may not import ${one.target}`);
    });
}

/** Imports that lead back to their own file; types count, because who reads the files follows them too. */
export function cycles(sources: readonly Source[]): Violation[] {
  const found = new Map<string, Violation>();
  const settled = new Set<string>();
  const byPath = new Map(sources.map(source => [source.path, source]));
  const visit = (file: string, way: string[]) => {
    const start = way.indexOf(file);
    if (start !== -1) {
      const ring = way.slice(start);
      found.set([...ring].sort().join(), `${[...ring, file].join(" → ")}`);
      return;
    }
    if (settled.has(file)) return;
    for (const { target } of byPath.get(file)?.imports ?? []) if (target) visit(target, [...way, file]);
    settled.add(file);
  };
  for (const source of sources) visit(source.path, []);
  return [...found.values()];
}

const serverOnly =
  /^(lib\/platform\/(db|env|crypto|log|audit|clock)\.ts$|prisma\/generated\/|node:|pg$|pg-boss$|server-only$|next\/headers$|next-auth)/;

/** What a "use client" file reaches at run time that belongs to the server; server actions are a border, not a leak. */
export function browserLeaks(sources: readonly Source[]): Violation[] {
  const isAction = (source: Source) => /^\s*["']use server["']/.test(source.code);
  return sources
    .filter(source => /^\s*["']use client["']/.test(source.code))
    .flatMap(source =>
      [...reachable(source.path, sources, isAction)]
        .filter(([target]) => serverOnly.test(target))
        .map(([, way]) => `the browser would load ${way.join(" → ")}`),
    );
}

// Where data, configuration and secrets come in. Whatever else reads them imports one of these.
const sourcesOfData = /^lib\/platform\/(db|env|crypto)\.ts$/;
const drivers = /^(pg$|pg-boss$|prisma\/generated\/)/;

/** What lets in data or secrets and is not `server-only`, which breaks the build of a browser that would get them. */
export function unguarded(sources: readonly Source[]): Violation[] {
  const drives = ({ imports }: Source) =>
    imports.some(one => !one.typesOnly && drivers.test(one.target ?? one.specifier));
  return sources
    .filter(({ path }) => path.startsWith("lib/") && !isTest(path))
    .filter(source => sourcesOfData.test(source.path) || drives(source))
    .filter(source => !reachable(source.path, sources).has("server-only"))
    .map(({ path }) => `${path}: lets in data or secrets and reaches no import of "server-only"`);
}

/** Nothing that the worker imports may reach next-auth's own module (house 2): it only runs inside Next. */
export function workerReachesNext(sources: readonly Source[]): Violation[] {
  return [...reachable("lib/worker.ts", sources)]
    .filter(([target]) => target === "lib/platform/auth/next-auth.ts" || /^next-auth($|\/(?!jwt$))/.test(target))
    .map(([, way]) => `the worker reaches next-auth: ${way.join(" → ")}`);
}

/** Prisma's client and the drivers outside lib: only lib touches the database. */
export function databaseOutsideLib(sources: readonly Source[]): Violation[] {
  return sources
    .filter(source => /^(app|components|proxy\.ts)/.test(source.path))
    .flatMap(source =>
      source.imports
        .filter(
          one =>
            /^(pg|pg-boss|@prisma\/.*)$/.test(one.specifier) ||
            /^(prisma\/generated\/|lib\/platform\/db\.ts$)/.test(one.target ?? ""),
        )
        .map(one => `${source.path}: only lib touches the database, not ${one.specifier}`),
    );
}
