import { ChevronDown, Search } from "lucide-react";
import Form from "next/form";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FilterChips } from "@/components/ui/filter-chips";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { useActionWords } from "./audit-action";
import { areaOfAction, auditAddressWith, subjectKinds } from "./audit-words";

type Facts = Readonly<Record<string, string>>;
type AuditFiltersProps = { facts: Facts; actions: readonly string[] };

const actorKinds = ["user", "partner", "system", "anonymous"] as const;

type Named = { value: string; label: string };
const byLabel = (a: Named, b: Named) => a.label.localeCompare(b.label);

/** Every action by its area, both in words and in their order. */
function useGroups(actions: readonly string[]): (Named & { options: Named[] })[] {
  const { inWords, areaInWords } = useActionWords();
  return [...Map.groupBy(actions, areaOfAction)]
    .map(([area, of]) => ({
      ...{ value: area, label: areaInWords(area) },
      options: of.map(action => ({ value: action, label: inWords(action) })).sort(byLabel),
    }))
    .sort(byLabel);
}

/** Finds entries; a form that the browser can send by itself. What was looked for stands in the address, and beside each other below. */
export function AuditFilters({ facts, actions }: AuditFiltersProps) {
  const t = useTranslations("audit");
  const groups = useGroups(actions);
  const count = Object.keys(facts).filter(name => !name.endsWith("_id")).length;
  return (
    <div className="grid gap-3">
      <search>
        {/* Another address is another form: what it shows is what is looked for. */}
        <Form key={auditAddressWith(facts)} action={auditAddressWith({})}>
          <details open={count > 0} className="group rounded-md border border-line bg-surface">
            <summary className="flex min-h-11 cursor-pointer list-none items-center gap-2 px-4 font-medium">
              <ChevronDown aria-hidden className="size-4 group-open:rotate-180" />
              {t("filters", { count })}
            </summary>
            <div className="grid gap-4 border-t border-line p-4">
              <div className="grid items-end gap-4 sm:grid-cols-2 xl:grid-cols-4">
                <Field name="action" label={t("filter.action")}>
                  <Select name="action" defaultValue={facts.action ?? ""}>
                    <option value="">{t("filter.any")}</option>
                    {groups.map(({ value: area, label, options }) => (
                      <optgroup key={area} label={label}>
                        {options.map(({ value, label: words }) => (
                          <option key={value} value={value}>
                            {words}
                          </option>
                        ))}
                      </optgroup>
                    ))}
                  </Select>
                </Field>
                <Field name="trace" label={t("filter.trace")}>
                  <Told name="trace" facts={facts} />
                </Field>
                <Field name="from" label={t("filter.from")}>
                  <Told name="from" type="date" facts={facts} />
                </Field>
                <Field name="to" label={t("filter.to")}>
                  <Told name="to" type="date" facts={facts} />
                </Field>
                <Field name="actor_kind" label={t("filter.actorKind")}>
                  <Select name="actor_kind" defaultValue={facts.actor_kind ?? ""}>
                    <option value="">{t("filter.anybody")}</option>
                    {actorKinds.map(kind => (
                      <option key={kind} value={kind}>
                        {t(`actors.${kind}`)}
                      </option>
                    ))}
                  </Select>
                </Field>
                <Field name="actor_id" label={t("filter.actorId")}>
                  <Told name="actor_id" facts={facts} />
                </Field>
                <Field name="subject_kind" label={t("filter.subjectKind")}>
                  <Select name="subject_kind" defaultValue={facts.subject_kind ?? ""}>
                    <option value="">{t("filter.anything")}</option>
                    {subjectKinds.map(kind => (
                      <option key={kind} value={kind}>
                        {t(`subjects.${kind}`)}
                      </option>
                    ))}
                  </Select>
                </Field>
                <Field name="subject_id" label={t("filter.subjectId")}>
                  <Told name="subject_id" facts={facts} />
                </Field>
              </div>
              <Button type="submit" reads variant="secondary" className="justify-self-start">
                <Search aria-hidden />
                {t("find")}
              </Button>
            </div>
          </details>
        </Form>
      </search>
      <AuditChips facts={facts} />
    </div>
  );
}

function Told({ name, facts, type = "text" }: { name: string; facts: Facts; type?: "text" | "date" }) {
  return (
    <Input name={name} type={type} defaultValue={facts[name]} autoComplete="off" spellCheck={false} maxLength={100} />
  );
}

function AuditChips({ facts }: { facts: Facts }) {
  const t = useTranslations("audit");
  const { inWords } = useActionWords();
  const without = (...names: string[]) =>
    auditAddressWith(Object.fromEntries(Object.entries(facts).filter(([name]) => !names.includes(name))));
  const { action, trace, from, to, actor_kind: actor, subject_kind: subject } = facts;
  const chips = [
    ...(action ? [{ key: "action", label: `${inWords(action)} (${action})`, href: without("action") }] : []),
    ...(trace ? [{ key: "trace", label: trace, href: without("trace") }] : []),
    ...(from ? [{ key: "from", label: t("chip.from", { day: from }), href: without("from") }] : []),
    ...(to ? [{ key: "to", label: t("chip.to", { day: to }), href: without("to") }] : []),
    ...(actor
      ? [
          {
            key: "actor",
            label: t("chip.actor", { actor: [actor, facts.actor_id].filter(Boolean).join(" ") }),
            href: without("actor_kind", "actor_id"),
          },
        ]
      : []),
    ...(subject
      ? [
          {
            key: "subject",
            label: t("chip.subject", { subject: `${subject} ${facts.subject_id}` }),
            href: without("subject_kind", "subject_id"),
          },
        ]
      : []),
  ];
  return <FilterChips chips={chips} clearHref={auditAddressWith({})} />;
}
