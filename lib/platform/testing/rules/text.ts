import type { Source, Violation } from "../sources";

type TextRule = { pattern: RegExp; in: (path: string) => boolean; says: string };

const isCode = (path: string) => /^(app|components|lib|prisma|e2e|proxy\.ts)/.test(path);
const mayReadEnvironment = (path: string) =>
  path === "lib/platform/env.ts" ||
  path === "instrumentation.ts" || // asks Next in which of its runtimes it is
  /^(scripts|bench)\//.test(path) ||
  /(^|\/)[a-z-]+\.config\.(ts|mjs)$/.test(path) ||
  path.startsWith("lib/platform/testing/"); // hands its own environment to the processes it starts

const textRules: TextRule[] = [
  {
    pattern: /\bprocess\.env\b/,
    in: path => !mayReadEnvironment(path),
    says: "process.env is read in lib/platform/env.ts only",
  },
  {
    pattern: /\bPrisma\.raw\s*\(/,
    in: path => !path.startsWith("lib/platform/testing/") && !path.endsWith(".test.ts"),
    says: "SQL is never built from strings",
  },
  { pattern: /\$(queryRawUnsafe|executeRawUnsafe)\b/, in: () => true, says: "no unsafe raw SQL, tests included" },
  {
    pattern: /\bMath\.random\b/,
    in: path => /^(lib\/platform\/(auth|partner)\/|lib\/platform\/crypto\.ts|app\/api\/(v1\/)?auth\/)/.test(path),
    says: "Math.random can be guessed",
  },
  { pattern: /(?::|<|,|\||&|\bas|=|\(|\bextends)\s*any\b(?!\s*[:(.=])/, in: isCode, says: "no any" },
  {
    pattern: /\brejectUnauthorized\s*:\s*false|NODE_TLS_REJECT_UNAUTHORIZED/,
    in: path => !path.endsWith(".test.ts"),
    says: "TLS is always checked",
  },
];

/** Lines of code that break a rule about words; comments and strings do not count. */
export function forbiddenWords(sources: readonly Source[]): Violation[] {
  return sources.flatMap(source => {
    const lines = source.bare.split("\n");
    return textRules
      .filter(rule => rule.in(source.path))
      .flatMap(rule =>
        lines.flatMap((line, at) => (rule.pattern.test(line) ? [`${source.path}:${at + 1}: ${rule.says}`] : [])),
      );
  });
}

/** Comments that switch a check off. Biome's own suppressions stay possible: they carry a reason. */
export function silencedChecks(sources: readonly Source[]): Violation[] {
  return sources
    .filter(source => isCode(source.path) && !source.path.startsWith("lib/platform/testing/rules/"))
    .flatMap(source =>
      source.text
        .split("\n")
        .flatMap((line, at) =>
          /(\/\/|\/\*)\s*@ts-(ignore|nocheck|expect-error)|\/\/\s*TODO|\/\/\s*FIXME/.test(line)
            ? [`${source.path}:${at + 1}: ${line.trim()}`]
            : [],
        ),
    );
}
