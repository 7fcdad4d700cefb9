import { Search } from "lucide-react";
import Form from "next/form";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

/** Finds people; what was looked for stands in the address. */
export function PeopleSearchForm({ q, canSearchNames }: { q: string | undefined; canSearchNames: boolean }) {
  const t = useTranslations("admin.people");
  return (
    <Form action="/admin/people" role="search" className="flex flex-wrap items-end gap-3">
      <Field
        name="q"
        label={t("search")}
        hint={t(canSearchNames ? "searchHint" : "searchHintMasked")}
        className="min-w-56 max-w-xl flex-1"
      >
        <Input key={q} type="search" name="q" defaultValue={q} autoComplete="off" spellCheck={false} maxLength={254} />
      </Field>
      <Button type="submit" variant="secondary">
        <Search aria-hidden />
        {t("find")}
      </Button>
      {q ? (
        <Link href="/admin/people" className="link py-2">
          {t("all")}
        </Link>
      ) : null}
    </Form>
  );
}
