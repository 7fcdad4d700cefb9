"use client";

import { useRef } from "react";
import type { FieldValues, Resolver } from "react-hook-form";
import type { ZodType } from "zod";

/** Loads a schema when it is first needed. */
export type LoadSchema<In, Out> = () => Promise<ZodType<Out, In>>;

/**
 * The checks of a form, which come with its first touch and not with its page: zod and the schemas are as much code as all the rest of a form.
 * Where they cannot be loaded nothing is checked here, and the server, which checks again anyway, says what is wrong.
 */
export function useChecks<In extends FieldValues, Out>(load: LoadSchema<In, Out>) {
  const loading = useRef<Promise<Resolver<In, unknown, Out>> | null>(null);
  const prepare = () => {
    loading.current ??= loadResolver(load).catch(() => {
      loading.current = null;
      return unchecked;
    });
    return loading.current;
  };
  const resolver: Resolver<In, unknown, Out> = async (...given) => (await prepare())(...given);
  return { prepare: () => void prepare(), resolver };
}

async function loadResolver<In extends FieldValues, Out>(load: LoadSchema<In, Out>) {
  const { checkWith } = await import("./check-values");
  return checkWith(await load());
}

const unchecked = <In extends FieldValues>(values: In) => ({ values: values as never, errors: {} });
