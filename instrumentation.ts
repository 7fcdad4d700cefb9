export { noteRequestError as onRequestError } from "@/lib/platform/http/request-error";

/** Next calls this before it serves: with master keys that are not those of the database nothing is served. */
export async function register() {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { refuseWrongKeys } = await import("@/lib/secrets");
  await refuseWrongKeys();
  const { startMeasuring } = await import("@/lib/platform/measures/keep");
  startMeasuring();
  const { prepareRedis } = await import("@/lib/platform/redis/client");
  // A configuration that is not usable is told by who starts us, in one sentence.
  await prepareRedis().catch(() => undefined);
}
