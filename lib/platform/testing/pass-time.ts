import { advancedMs } from "../clock";
import { transaction } from "../db";

/** Moves the product's clock on by so many seconds, for every process on this database; this one, which looks at it now and then, knows at once. */
export async function passTime(seconds: number): Promise<void> {
  await transaction(
    "system",
    tx => tx.$executeRaw`
      INSERT INTO app_clock (id, advance_seconds) VALUES (1, ${seconds})
      ON CONFLICT (id) DO UPDATE SET advance_seconds = app_clock.advance_seconds + ${seconds}`,
  );
  await advancedMs();
}
