"use client";

import { useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { pollPauseMs } from "./poll-pace";
import { isEnded, nextView, type SyncData, type SyncView } from "./sync-view";

/** Asks for a run's progress every 2 s, after 2 min every 5 s, after 10 min every 15 s, until it has ended; a hidden tab rests. */
export function useSync(id: string, initial: SyncData, refresh: () => Promise<SyncData>) {
  const begun = useRef(performance.now());
  const query = useQuery<SyncView>({
    queryKey: ["sync", id],
    queryFn: async ({ client, queryKey }) =>
      nextView(client.getQueryData<SyncView>(queryKey), await refresh(), Date.now()),
    initialData: () => nextView(undefined, initial, Date.parse(initial.serverTime ?? initial.lastUpdateAt ?? "") || 0),
    refetchInterval: ({ state }) =>
      state.data && isEnded(state.data) ? false : pollPauseMs(performance.now() - begun.current),
    refetchOnWindowFocus: ({ state }) => (state.data && isEnded(state.data) ? false : "always"),
    retry: false,
    networkMode: "always",
    structuralSharing: false,
  });
  return {
    view: query.data as SyncView,
    /** The last question got no answer; what is shown is of `heardAt`. */
    lost: query.isError,
    heardAt: new Date(query.dataUpdatedAt),
    refetch: query.refetch,
  };
}
