import { zodResolver } from "@hookform/resolvers/zod";
import type { FieldValues, Resolver } from "react-hook-form";
import { config, type ZodType } from "zod";

// zod probes `new Function` otherwise, which the content security policy reports. Must run before the first schema is made.
config({ jitless: true });

/** Checks a form's values with a schema, which must have been loaded after this file. */
export const checkWith = <In extends FieldValues, Out>(schema: ZodType<Out, In>): Resolver<In, unknown, Out> =>
  zodResolver<In, unknown, Out, ZodType<Out, In>>(schema);
