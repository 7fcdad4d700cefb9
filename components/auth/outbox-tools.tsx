"use client";

import { RefreshCw } from "lucide-react";
import Form from "next/form";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

/** Filter and refresh of the outbox. */
export function OutboxTools({ to }: { to: string | undefined }) {
  const t = useTranslations("auth.outbox");
  const router = useRouter();
  const [busy, start] = useTransition();
  return (
    <Form action="/dev/outbox" className="flex flex-wrap items-end gap-3">
      <Field name="to" label={t("filter")} className="min-w-48 flex-1">
        <Input key={to} name="to" defaultValue={to} autoComplete="off" spellCheck={false} />
      </Field>
      <Button type="submit" reads variant="secondary">
        {t("apply")}
      </Button>
      <Button busy={busy} onClick={() => start(() => router.refresh())}>
        <RefreshCw aria-hidden />
        {t("refresh")}
      </Button>
      {to ? (
        <Link href="/dev/outbox" className="link py-2">
          {t("all")}
        </Link>
      ) : null}
    </Form>
  );
}
