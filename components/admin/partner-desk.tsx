"use client";

import { useRouter } from "next/navigation";
import { type ComponentProps, useRef, useState } from "react";
import type { Envelope } from "@/lib/platform/http/envelope";
import type { PartnerView, PartnerWithSecret } from "@/lib/platform/partner/schema";
import type { PartnerActions, PartnerContracts } from "./partner-acts";
import { MakePartner } from "./partner-make";
import { PartnerSecret } from "./partner-secret";
import { PartnerTable } from "./partner-table";

type PartnerDeskProps = {
  partners: readonly PartnerView[];
  /** By the id of the account. */
  contracts: Readonly<Partial<Record<string, PartnerContracts>>>;
  choices: ComponentProps<typeof MakePartner>["choices"];
  /** What may be done; null for who only reads. */
  acts: PartnerActions | null;
};

/** Every account with what an admin can do with it; a secret that was just made is shown until it was copied, and never again. */
export function PartnerDesk({ partners, contracts, choices, acts }: PartnerDeskProps) {
  const router = useRouter();
  const fresh = useRef<PartnerWithSecret | null>(null);
  const [shown, setShown] = useState<PartnerWithSecret | null>(null);
  const keep = async (asked: Promise<Envelope<PartnerWithSecret>>) => {
    const answer = await asked;
    fresh.current = answer.data;
    return answer;
  };
  // Only once the question has closed: two dialogs would fight for the keyboard.
  const onDone = () => {
    setShown(fresh.current);
    fresh.current = null;
    router.refresh();
  };
  const kept = acts && {
    create: (input: object) => keep(acts.create(input)),
    rotate: (input: Parameters<PartnerActions["rotate"]>[0]) => keep(acts.rotate(input)),
    disable: acts.disable,
  };
  return (
    <div className="grid gap-6">
      {shown ? <PartnerSecret {...shown} onClose={() => setShown(null)} /> : null}
      {kept ? <MakePartner choices={choices} act={kept.create} onDone={onDone} /> : null}
      <PartnerTable partners={partners} contracts={contracts} acts={kept} onDone={onDone} />
    </div>
  );
}
