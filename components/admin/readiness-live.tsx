"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { call } from "@/lib/platform/http/browser";
import type { ReadinessView } from "@/lib/platform/readiness/schema";
import { ReadinessList } from "./readiness-list";

type Props = {
  kind: string;
  id: number;
  initial: ReadinessView;
  /** How the subject stood when the page around it looked last: where that is something else, this is asked for again. */
  seen: string;
};

async function ask(address: string): Promise<ReadinessView> {
  const { data, message } = await call<ReadinessView>("GET", address);
  if (!data) throw new Error(message);
  return data;
}

/** What a subject needs, asked for again whenever the page around it sees it move; a look that fails leaves what is there. */
export function ReadinessLive({ kind, id, initial, seen }: Props) {
  const [first] = useState(seen);
  const { data } = useQuery({
    queryKey: ["readiness", kind, id, seen],
    queryFn: () => ask(`/api/v1/admin/readiness/${kind}/${id}`),
    ...(seen === first ? { initialData: initial } : {}),
    placeholderData: keepPreviousData,
    staleTime: 1000,
  });
  return <ReadinessList requirements={data ?? initial} />;
}
