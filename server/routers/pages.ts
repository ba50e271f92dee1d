import { BadCursor } from "../../db/store.ts";
import { NatterError } from "../errors.ts";

/** A page as the store gives it; a cursor that it did not make is the caller's mistake. */
export async function page<T>(read: Promise<T>): Promise<T> {
  try {
    return await read;
  } catch (error) {
    if (!(error instanceof BadCursor)) throw error;
    throw new NatterError("invalid_input", { fields: { cursor: "not a cursor that this server has given" } });
  }
}
