"use client";

import { CalendarX } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { Question } from "@/components/flow/question";
import { Button } from "@/components/ui/button";
import type { Envelope } from "@/lib/platform/http/envelope";

type MemberCancelProps = {
  member: { id: number; name: string };
  cancel: (input: { id: number }) => Promise<Envelope<unknown>>;
  onDone: (told: string) => void;
};

/** Asks whether a member shall not be activated by themselves after all. */
export function MemberCancel({ member, cancel, onDone }: MemberCancelProps) {
  const t = useTranslations("members.acts.unschedule");
  const words = useTranslations("members.employers");
  const router = useRouter();
  return (
    <Question
      trigger={
        <Button variant="secondary">
          <CalendarX aria-hidden />
          {t("button")}
        </Button>
      }
      title={t("title", member)}
      effect={t("effect")}
      confirm={{ label: t("button"), busy: words("busy") }}
      goBack={t("goBack")}
      act={() => cancel({ id: member.id })}
      onDone={() => {
        onDone(t("done", member));
        router.refresh();
      }}
    />
  );
}
