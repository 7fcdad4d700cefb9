import { toOpenApi } from "@/lib/platform/http/openapi";
import { publicOrigin } from "@/lib/platform/http/origin";
import { route } from "@/lib/platform/http/route";
import { declarations } from "../declarations";

export const GET = route({
  auth: "public",
  summary: "This document",
  answers: { file: "application/json" },
  handle: async () => Response.json(toOpenApi(declarations, publicOrigin())),
});
