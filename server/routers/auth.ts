import { z } from "zod";
import type { Me, Session, SessionInfo } from "../contract/index.ts";
import type { NewSession } from "../domain/commands.ts";
import { NatterError } from "../errors.ts";
import type { AccessClaims, SecretToken } from "../services.ts";
import { procedure, publicProcedure, router, type Context } from "../trpc.ts";
import * as input from "./inputs.ts";

const dayMs = 24 * 60 * 60 * 1000;
/** A session ends when it has not been refreshed for so long, */
const idleMs = 30 * dayMs;
/** and after so long in any case. */
const lifetimeMs = 180 * dayMs;

const cookie = z.boolean().optional();

export const auth = router({
  /** Makes an account and signs in. A name that is taken is told: `username_taken`. */
  register: publicProcedure
    .meta({ ordered: false })
    .input(
      z.object({
        username: input.username,
        password: input.password,
        displayName: input.displayName.optional(),
        email: input.email.optional(),
        cookie,
      }),
    )
    .mutation(async ({ ctx, input: given }): Promise<{ user: Me; session: Session }> => {
      if (ctx.settings.registration === "closed") throw new NatterError("registration_closed");
      assertCookiePossible(ctx, given.cookie);
      ctx.limit("register", ctx.address);
      const passwordHash = await ctx.passwords.hash(given.password, { username: given.username });
      const opened = openSession(ctx, ctx.device);
      const user = await ctx.write({
        kind: "account.register",
        at: opened.at,
        userId: ctx.newId(),
        username: given.username,
        displayName: given.displayName ?? given.username,
        email: given.email ?? null,
        passwordHash,
        session: opened.stored,
      });
      return { user, session: await issue(ctx, { userId: user.id, ...opened }, given.cookie) };
    }),

  login: publicProcedure
    .meta({ ordered: false })
    .input(z.object({ login: input.login, password: input.password, device: input.device.optional(), cookie }))
    .mutation(async ({ ctx, input: given }): Promise<{ user: Me; session: Session }> => {
      assertCookiePossible(ctx, given.cookie);
      ctx.limit("login", ctx.address);
      ctx.limit("loginByAccount", given.login.toLowerCase());
      const account = await ctx.store.users.forLogin(given.login);
      const verified = await ctx.passwords.verify(account?.passwordHash ?? null, given.password);
      if (account === null || account.passwordHash === null || !verified) {
        ctx.audit.refused("session.refused", { userId: account?.userId ?? null, address: ctx.address });
        throw new NatterError("bad_credentials");
      }
      const opened = openSession(ctx, given.device ?? ctx.device);
      const { userId, passwordHash } = account;
      const user = await ctx.write({
        kind: "session.open",
        at: opened.at,
        userId,
        passwordHash,
        session: opened.stored,
      });
      return { user, session: await issue(ctx, { userId, ...opened }, given.cookie) };
    }),

  /** Rotates the refresh token. A retry within 30 s gets the same one; any other reuse ends the session. */
  refresh: publicProcedure
    .meta({ ordered: false })
    .input(z.object({ refreshToken: input.token.optional(), cookie }).optional())
    .mutation(async ({ ctx, input: given }): Promise<Session> => {
      assertCookiePossible(ctx, given?.cookie);
      ctx.limit("refresh", ctx.address);
      const token = given?.refreshToken ?? ctx.refreshCookie?.value ?? null;
      if (token === null) throw new NatterError("not_signed_in");
      const read = ctx.tokens.readRefresh(token);
      if (read === null) throw new NatterError("session_ended");
      const at = ctx.clock.now();
      const grant = await ctx.write({
        kind: "session.refresh",
        at,
        sessionId: read.sessionId,
        presentedHash: read.hash,
        nextHash: read.next.hash,
        refreshExpiresAt: new Date(at.getTime() + idleMs),
      });
      const inCookie = given?.refreshToken === undefined || given.cookie;
      return issue(ctx, { ...grant, at, refresh: read.next }, inCookie);
    }),

  /** Ends the session that calls, or the one of the refresh cookie. */
  logout: publicProcedure.mutation(async ({ ctx }): Promise<void> => {
    const actor = ctx.caller ?? (await ownerOfCookie(ctx));
    // Also a cookie that is worth nothing any more: whoever logs out wants it gone.
    ctx.refreshCookie?.clear();
    if (actor === null) throw new NatterError("not_signed_in");
    await ctx.write({ kind: "session.end", actor, at: ctx.clock.now(), sessionId: actor.sessionId });
  }),

  logoutEverywhere: procedure.mutation(async ({ ctx }): Promise<void> => {
    await ctx.write({ kind: "session.endAll", ...ctx.acted() });
    ctx.refreshCookie?.clear();
  }),

  sessions: procedure.query(async ({ ctx }): Promise<{ items: SessionInfo[] }> => {
    return { items: await ctx.store.sessions.list(ctx.caller.userId, ctx.caller.sessionId, ctx.clock.now()) };
  }),

  revokeSession: procedure
    .input(z.object({ sessionId: input.id }))
    .mutation(async ({ ctx, input: { sessionId } }): Promise<void> => {
      await ctx.write({ kind: "session.end", ...ctx.acted(), sessionId });
    }),

  /** Ends all other sessions. */
  changePassword: procedure
    .meta({ ordered: false })
    .input(z.object({ currentPassword: input.password, newPassword: input.password }))
    .mutation(async ({ ctx, input: { currentPassword, newPassword } }): Promise<void> => {
      const { userId } = ctx.caller;
      ctx.limit("loginByAccount", userId);
      const me = await ctx.store.users.me(userId);
      const currentHash = await ctx.store.users.passwordHash(userId);
      const verified = await ctx.passwords.verify(currentHash, currentPassword);
      if (me === null || currentHash === null || !verified) {
        ctx.audit.refused("password.refused", { userId, address: ctx.address });
        throw new NatterError("bad_credentials");
      }
      const passwordHash = await ctx.passwords.hash(newPassword, { username: me.username });
      await ctx.write({ kind: "account.changePassword", ...ctx.acted(), currentHash, passwordHash });
    }),
});

/** Before anything is stored: an error with a reason means that nothing was. */
function assertCookiePossible({ refreshCookie }: Pick<Context, "refreshCookie">, asked: boolean | undefined): void {
  if (asked !== true || refreshCookie !== null) return;
  throw new NatterError("invalid_input", { fields: { cookie: "cookies need HTTP; this came over a WebSocket" } });
}

type Tools = Pick<Context["services"], "clock" | "newId" | "tokens">;

interface OpenedSession {
  at: Date;
  sessionId: string;
  refresh: SecretToken;
  refreshExpiresAt: Date;
  stored: NewSession;
}

function openSession(ctx: Tools, device: string | null): OpenedSession {
  const at = ctx.clock.now();
  const id = ctx.newId();
  const refresh = ctx.tokens.newRefresh(id);
  const refreshExpiresAt = new Date(at.getTime() + idleMs);
  const endsAt = new Date(at.getTime() + lifetimeMs);
  const stored = { id, device, refreshHash: refresh.hash, refreshExpiresAt, endsAt };
  return { at, sessionId: id, refresh, refreshExpiresAt, stored };
}

/** Signs the access token, and puts the refresh token where the client asked for it. */
async function issue(
  ctx: Tools & Pick<Context, "refreshCookie">,
  granted: AccessClaims & { at: Date; refresh: SecretToken; refreshExpiresAt: Date },
  inCookie: boolean | undefined,
): Promise<Session> {
  const { userId, sessionId, at, refresh, refreshExpiresAt } = granted;
  const access = await ctx.tokens.signAccess({ userId, sessionId }, at);
  if (inCookie === true) ctx.refreshCookie?.set(refresh.token, refreshExpiresAt);
  return {
    id: sessionId,
    accessToken: access.token,
    accessExpiresAt: access.expiresAt,
    refreshToken: inCookie === true ? null : refresh.token,
    refreshExpiresAt,
  };
}

async function ownerOfCookie(
  ctx: Pick<Context["services"], "clock" | "store" | "tokens"> & Pick<Context, "refreshCookie">,
): Promise<AccessClaims | null> {
  const read = ctx.tokens.readRefresh(ctx.refreshCookie?.value ?? "");
  if (read === null) return null;
  const userId = await ctx.store.sessions.byRefreshHash(read.sessionId, read.hash, ctx.clock.now());
  return userId === null ? null : { userId, sessionId: read.sessionId };
}
