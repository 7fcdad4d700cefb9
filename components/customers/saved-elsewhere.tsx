"use client";

import { useTranslations } from "next-intl";
import { type Fact, FactList } from "./fact-list";
import { useSpans } from "./use-spans";

type Values = Record<string, unknown>;
type SavedElsewhereProps = { saved: Values; typed: Values };

const spoken = [
  ...["name", "contactEmail", "syncEveryMinutes", "pageSize", "withExports", "alertAfterFailures"],
  ...["alertAfterMinutes", "pauseAfterFailures", "email", "inApp", "slack"],
] as const;
type Spoken = (typeof spoken)[number];

/** Without the groups in which a form keeps them. */
const flat = ({ configuration, notificationPreferences, ...rest }: Values): Values => ({
  ...rest,
  ...(configuration as Values | undefined),
  ...(notificationPreferences as Values | undefined),
});

function useValueWords() {
  const t = useTranslations("customers.form");
  const { long, every } = useSpans();
  return (name: Spoken, value: unknown): string => {
    if (typeof value === "boolean") return t(value ? "yes" : "no");
    if (name === "syncEveryMinutes" && typeof value === "number") return every(value);
    if (name === "alertAfterMinutes" && typeof value === "number") return long(value);
    return String(value ?? "–");
  };
}

/** What another window saved of a customer meanwhile, where it differs from what stands here. */
export function SavedElsewhere({ saved, typed }: SavedElsewhereProps) {
  const t = useTranslations("customers.form");
  const say = useValueWords();
  const [theirs, mine] = [flat(saved), flat(typed)];
  const facts: Fact[] = spoken
    .filter(name => name in theirs && theirs[name] !== mine[name])
    .map(name => ({ name, label: t(name), value: say(name, theirs[name]) }));
  if (facts.length === 0) return null;
  return (
    <section aria-label={t("theirs")} className="grid gap-2 rounded-md border border-line bg-sunken p-4">
      <p className="font-semibold">{t("theirs")}</p>
      <FactList facts={facts} />
    </section>
  );
}
