import { useTranslations } from "next-intl";
import { SearchForm } from "./search-form";

/** Finds people; what was looked for stands in the address. */
export function PeopleSearchForm({ q, canSearchNames }: { q: string | undefined; canSearchNames: boolean }) {
  const t = useTranslations("admin.people");
  const hint = t(canSearchNames ? "searchHint" : "searchHintMasked");
  return <SearchForm here="/admin/people" q={q} label={t("search")} hint={hint} find={t("find")} all={t("all")} />;
}
