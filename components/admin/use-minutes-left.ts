"use client";

import { useEffect, useRef, useState } from "react";

/** Whole minutes until a time that is so many seconds off, as the server says; calls `onOver` once when it has come. */
export function useMinutesLeft(secondsLeft: number, onOver: () => void): number {
  const [left, setLeft] = useState(secondsLeft);
  const over = useRef(onOver);
  over.current = onOver;
  useEffect(() => {
    const since = performance.now();
    const look = () => {
      const now = secondsLeft - (performance.now() - since) / 1000;
      setLeft(Math.max(0, now));
      if (now > 0) return;
      clearInterval(timer);
      over.current();
    };
    const timer = setInterval(look, 5000);
    return () => clearInterval(timer);
  }, [secondsLeft]);
  return Math.floor(left / 60);
}
