import { ChevronDown, Search } from "lucide-react";
import Form from "next/form";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FilterChips } from "@/components/ui/filter-chips";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { keyOfKind, outboxAddressWith } from "./outbox-words";

type Facts = Readonly<Record<string, string>>;

const states = ["pending", "sent", "failed"] as const;
const channels = ["email", "sms", "slack"] as const;

/** Finds messages; a form that the browser can send by itself. What was looked for stands in the address, and beside each other below. */
export function OutboxFilters({ facts, kinds }: { facts: Facts; kinds: readonly string[] }) {
  const t = useTranslations("outbox");
  const count = Object.keys(facts).filter(name => !name.endsWith("_id")).length;
  const wordOf = (kind: string) => {
    const key = keyOfKind(kind) as "kinds.auth.code";
    return t.has(key) ? t(key) : kind;
  };
  return (
    <div className="grid gap-3">
      <search>
        <Form key={outboxAddressWith(facts)} action={outboxAddressWith({})}>
          <details open={count > 0} className="group rounded-md border border-line bg-surface">
            <summary className="flex min-h-11 cursor-pointer list-none items-center gap-2 px-4 font-medium">
              <ChevronDown aria-hidden className="size-4 group-open:rotate-180" />
              {t("filters", { count })}
            </summary>
            <div className="grid gap-4 border-t border-line p-4">
              <div className="grid items-end gap-4 sm:grid-cols-2 xl:grid-cols-3">
                <Field name="state" label={t("filter.state")}>
                  <Select name="state" defaultValue={facts.state ?? ""}>
                    <option value="">{t("filter.anyState")}</option>
                    {states.map(state => (
                      <option key={state} value={state}>
                        {t(`states.${state}`)}
                      </option>
                    ))}
                  </Select>
                </Field>
                <Field name="channel" label={t("filter.channel")}>
                  <Select name="channel" defaultValue={facts.channel ?? ""}>
                    <option value="">{t("filter.anyChannel")}</option>
                    {channels.map(channel => (
                      <option key={channel} value={channel}>
                        {t(`channels.${channel}`)}
                      </option>
                    ))}
                  </Select>
                </Field>
                <Field name="kind" label={t("filter.kind")}>
                  <Select name="kind" defaultValue={facts.kind ?? ""}>
                    <option value="">{t("filter.anyKind")}</option>
                    {kinds.map(kind => (
                      <option key={kind} value={kind}>
                        {wordOf(kind)}
                      </option>
                    ))}
                  </Select>
                </Field>
                <Field name="recipient" label={t("filter.recipient")} hint={t("filter.recipientHint")}>
                  <Input
                    name="recipient"
                    defaultValue={facts.recipient}
                    autoComplete="off"
                    spellCheck={false}
                    maxLength={254}
                  />
                </Field>
                <Field name="from" label={t("filter.from")}>
                  <Input name="from" type="date" defaultValue={facts.from} />
                </Field>
                <Field name="to" label={t("filter.to")}>
                  <Input name="to" type="date" defaultValue={facts.to} />
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
      <FilterChips
        chips={Object.entries(facts).map(([name, value]) => ({
          key: name,
          label: labelOf(name, value),
          href: outboxAddressWith({ ...facts, [name]: undefined }),
        }))}
        clearHref={outboxAddressWith({})}
      />
    </div>
  );

  function labelOf(name: string, value: string): string {
    if (name === "from" || name === "to") return t(`chip.${name}`, { day: value });
    if (name === "state") return t(`states.${value as "sent"}`);
    if (name === "channel") return t(`channels.${value as "sms"}`);
    return name === "kind" ? wordOf(value) : value;
  }
}
