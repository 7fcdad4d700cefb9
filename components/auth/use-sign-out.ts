"use client";

import { useState } from "react";
import { call } from "@/lib/platform/http/browser";

type Way = "logout" | "logout-everywhere";

/** Ends this session, or every one of the person, on the server and leaves for `/login`. */
export function useSignOut() {
  const [doing, setDoing] = useState<Way | null>(null);
  const [failed, setFailed] = useState(false);
  const leave = async (way: Way) => {
    setDoing(way);
    const answer = await call("POST", `/api/v1/auth/${way}`, {});
    // A session that is over already is what was asked for.
    if (answer.success || answer.error?.code === "unauthenticated") return window.location.assign("/login");
    setDoing(null);
    setFailed(true);
  };
  return { doing, failed, leave };
}
