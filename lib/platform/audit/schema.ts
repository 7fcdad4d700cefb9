import { z } from "zod";

/** Who does something. */
export const ActorKind = z.enum(["user", "partner", "system", "anonymous"]);
export type ActorKind = z.infer<typeof ActorKind>;

const day = z.iso.date().refine(value => value >= "1970-01-01" && value < "2200-01-01");
const id = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9_.:-]{1,100}$/);

/**
 * Which entries are asked for: of this action, by this actor (a user or partner with an id), about this subject (a kind and an id), written under this
 * support code (`req_…`, `job_12`), from the day `from` to the day `to` (UTC). `cursor` is the last id of the page before.
 */
const shape = {
  action: z
    .string()
    .regex(/^[a-z_]+(\.[a-z0-9_]+)+$/)
    .max(80)
    .optional(),
  actorKind: ActorKind.optional(),
  actorId: id.optional(),
  subjectKind: z
    .string()
    .regex(/^[a-z_]{1,40}$/)
    .optional(),
  subjectId: id.optional(),
  trace: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9_-]{1,100}$/)
    .optional(),
  from: day.optional(),
  to: day.optional(),
};
type Asked = { actorKind?: ActorKind; actorId?: string; subjectKind?: string; subjectId?: string };

const needsId = (kind: ActorKind | undefined) => kind === "user" || kind === "partner";

/** Fields that say nothing without one another: a kind of subject without its id, or an id without its kind. */
function halves({ actorKind, actorId, subjectKind, subjectId }: Asked): (keyof Asked)[] {
  return [
    ...(needsId(actorKind) && !actorId ? (["actorId"] as const) : []),
    ...(actorId && !needsId(actorKind) ? (["actorKind"] as const) : []),
    ...(subjectKind && !subjectId ? (["subjectId"] as const) : []),
    ...(subjectId && !subjectKind ? (["subjectKind"] as const) : []),
  ];
}

const whole = (asked: Asked, context: z.RefinementCtx) => {
  for (const field of halves(asked)) context.addIssue({ code: "custom", path: [field], message: "required" });
};

/** Which entries a download is of. */
export const AuditExport = z.strictObject(shape).superRefine(whole);
export type AuditExport = z.output<typeof AuditExport>;

const paged = z.strictObject({
  ...shape,
  cursor: z.coerce.number().int().min(1).max(2_147_483_647).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(25),
});

/** The same, page by page, newest first. */
export const AuditSearch = paged.superRefine(whole);
export type AuditSearch = z.output<typeof AuditSearch>;

/** What an address says, as it comes to a page. */
export type GivenAddress = Readonly<Record<string, string | string[] | undefined>>;

const wireNames: Record<string, string> = {
  actorKind: "actor_kind",
  actorId: "actor_id",
  subjectKind: "subject_kind",
  subjectId: "subject_id",
};
const wireName = (name: string) => wireNames[name] ?? name;

/** What an address asks of the trail, in the words of the API; what makes no sense there is not said. */
export function readAuditSearch(given: GivenAddress): AuditSearch {
  const told = Object.entries(paged.shape).flatMap(([name, field]) => {
    const text = [given[wireName(name)] ?? []].flat()[0]?.trim() ?? "";
    return text && !text.includes("\0") && field.safeParse(text).success ? [[name, text] as const] : [];
  });
  const asked = Object.fromEntries(told) as Record<string, string>;
  const odd = new Set<string>(
    halves(asked as Asked).flatMap(field =>
      field.startsWith("actor") ? ["actorKind", "actorId"] : ["subjectKind", "subjectId"],
    ),
  );
  return AuditSearch.parse(Object.fromEntries(Object.entries(asked).filter(([name]) => !odd.has(name))));
}

/** The filter of a search as its address says it, without where in the list that is. */
export function factsOfAudit({ cursor: _, limit: __, ...filter }: AuditSearch): Record<string, string> {
  const told = Object.entries(filter).flatMap(([name, value]) => (value ? [[wireName(name), String(value)]] : []));
  return Object.fromEntries(told);
}
