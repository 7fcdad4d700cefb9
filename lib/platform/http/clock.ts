import { advanceClock } from "../clock";
import { env } from "../env";
import { AppError } from "../errors";

/** Moves the product's clock; outside test there is nothing here. */
export async function advance(seconds: number): Promise<{ advancedSeconds: number }> {
  if (env.appEnv !== "test") throw new AppError("not_found");
  return { advancedSeconds: await advanceClock(seconds) };
}
