import { transaction } from "../db";

/** Moves the product's clock on by so many seconds, for every process on this database. */
export const passTime = (seconds: number): Promise<number> =>
  transaction(
    "system",
    tx => tx.$executeRaw`
      INSERT INTO app_clock (id, advance_seconds) VALUES (1, ${seconds})
      ON CONFLICT (id) DO UPDATE SET advance_seconds = app_clock.advance_seconds + ${seconds}`,
  );
