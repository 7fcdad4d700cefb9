import { useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { pollPauseMs } from "@/components/flow/poll-pace";
import { call } from "@/lib/platform/http/browser";

type Moving = { id: number; state: string };

const isUnderWay = ({ state }: Moving) => state === "pending" || state === "running";

/** How far an import of a file is, from its own address: every 2 s, after a while every 5 and 15 s, from when it began, as long as it moves. */
export function useImportProgress<Import extends Moving>(
  address: string,
  initial: Import,
  moves: (of: Import) => boolean = isUnderWay,
) {
  const begun = useRef<number | null>(null);
  const { data = initial, isError } = useQuery<Import>({
    queryKey: ["file-import", address, initial.state === "preview"],
    queryFn: async () => {
      const { data, message } = await call<Import>("GET", address);
      if (!data) throw new Error(message);
      return data;
    },
    initialData: initial,
    refetchInterval: ({ state }) => {
      if (!state.data || !moves(state.data) || initial.state === "preview") return false;
      begun.current ??= performance.now();
      return pollPauseMs(performance.now() - begun.current);
    },
    retry: false,
  });
  return { data, isError };
}
