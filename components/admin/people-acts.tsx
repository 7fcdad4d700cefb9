"use client";

import { Ban, CircleCheck, Download, LockOpen, LogOut, type LucideIcon, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { buttonStyle } from "@/components/ui/button-style";
import { Notice } from "@/components/ui/notice";
import type { PersonDetail } from "@/lib/platform/auth/people/schema";
import type { Envelope } from "@/lib/platform/http/envelope";
import { PeopleAct } from "./people-act";

/** A server action that does something to an account. */
type ActOnPerson = (input: { id: number; reason: string }) => Promise<Envelope<unknown>>;

type PeopleActsProps = {
  person: Pick<PersonDetail, "id" | "disabledAt">;
  /** Nobody closes their own account here. */
  isSelf: boolean;
  /** Something keeps new codes from this person. */
  isBlocked: boolean;
  acts: Record<"disable" | "enable" | "signOutEverywhere" | "unblock" | "erase", ActOnPerson>;
  /** Opens their pages as they see them, where they have any. */
  view: ReactNode;
};

/** What an admin can do with an account; each asks for a reason, which is kept. */
export function PeopleActs({ person, isSelf, isBlocked, acts, view }: PeopleActsProps) {
  const t = useTranslations("admin.people.acts");
  const router = useRouter();
  const [done, setDone] = useState<keyof typeof acts | null>(null);
  const closing = person.disabledAt === null ? "disable" : "enable";
  const shown: { name: keyof typeof acts; icon: LucideIcon }[] = [
    { name: "unblock", icon: LockOpen },
    { name: "signOutEverywhere", icon: LogOut },
    { name: closing, icon: closing === "disable" ? Ban : CircleCheck },
    { name: "erase", icon: Trash2 },
  ];
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap gap-3">
        {view}
        {shown
          .filter(({ name }) => !(isSelf && (name === "disable" || name === "erase")))
          .map(({ name, icon }) => (
            <PeopleAct
              key={name}
              name={name}
              icon={icon}
              isPrimary={isBlocked && name === "unblock"}
              act={reason => acts[name]({ id: person.id, reason })}
              onDone={() => (name === "erase" ? router.replace("/admin/people") : setDone(name))}
            />
          ))}
        <a className={buttonStyle({ variant: "secondary" })} href={`/api/v1/admin/people/${person.id}/export`} download>
          <Download aria-hidden />
          {t("export")}
        </a>
      </div>
      <div role="status">{done ? <Notice tone="success" title={t(`${done}.done`)} /> : null}</div>
    </div>
  );
}
