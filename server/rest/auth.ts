import { route } from "./route.ts";
import { Session, Sessions, SignedIn } from "./schemas.ts";

/** The refresh token comes in the answer: cookies are for pages, which have tRPC. */
const without = ["cookie"];

const credentials = { password: "correct horse battery staple" };

export const auth = [
  route("auth.register", {
    method: "POST",
    path: "/auth/register",
    summary: "Makes an account and signs in.",
    isPublic: true,
    answer: SignedIn,
    creates: true,
    without,
    example: { username: "ada", ...credentials },
  }),
  route("auth.login", {
    method: "POST",
    path: "/auth/login",
    summary: "Signs in.",
    isPublic: true,
    answer: SignedIn,
    without,
    example: { login: "ada", ...credentials },
  }),
  route("auth.refresh", {
    method: "POST",
    path: "/auth/refresh",
    summary: "Gives a new access token, and the next refresh token.",
    isPublic: true,
    description:
      "Keep the new refresh token: the old one is spent. Where the answer was lost, ask again with the same token within 30 seconds; any other use of a spent token ends the session.",
    answer: Session,
    without,
    example: { refreshToken: "REFRESH_TOKEN" },
  }),
  route("auth.logout", {
    method: "POST",
    path: "/auth/logout",
    summary: "Ends the session that asks.",
    answer: null,
  }),
  route("auth.logoutEverywhere", {
    method: "POST",
    path: "/auth/logout-everywhere",
    summary: "Ends all of your sessions.",
    answer: null,
  }),
  route("auth.sessions", {
    method: "GET",
    path: "/auth/sessions",
    summary: "Lists where you are signed in.",
    answer: Sessions,
  }),
  route("auth.revokeSession", {
    method: "DELETE",
    path: "/auth/sessions/{sessionId}",
    summary: "Ends one of your sessions.",
    answer: null,
  }),
  route("auth.changePassword", {
    method: "PUT",
    path: "/auth/password",
    summary: "Changes your password and ends all of your other sessions.",
    answer: null,
    example: { currentPassword: credentials.password, newPassword: "a longer and better one" },
  }),
];
