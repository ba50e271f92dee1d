import type { Command } from "commander";
import type { Account } from "../../db/store.ts";
import { addAsking, type FolderOptions } from "./command.ts";
import { newPassword } from "./new-password.ts";
import type { Admin } from "./router.ts";

interface PasswordOptions extends FolderOptions {
  generate?: boolean;
}

interface CreateOptions extends PasswordOptions {
  displayName?: string;
  email?: string;
  admin?: boolean;
}

/** `natter user ...`: people's accounts, for whoever runs the server. */
export function addUserCommands(natter: Command, version: string): void {
  const user = natter.command("user").description("people's accounts; also while the server runs");
  addCreate(user, version);
  addList(user, version);
  addAsking(user, version, {
    usage: "disable <name>",
    description: "shut somebody out: ends their sessions, and stops the bots that they own",
    act: (admin, username) => admin.user.disable.mutate({ username }),
    text: (_, name) => `${name} can no longer sign in, and is signed out everywhere. Their bots are stopped.`,
  });
  addAsking(user, version, {
    usage: "enable <name>",
    description: "let somebody in again, and the bots that they own",
    act: (admin, username) => admin.user.enable.mutate({ username }),
    text: (_, name) => `${name} can sign in again. Their bots work again.`,
  });
  addResetPassword(user, version);
  addRoles(user, version);
}

function addCreate(user: Command, version: string): void {
  const command = addAsking(user, version, {
    usage: "create <name>",
    description: "make an account, also where registration is closed",
    act: async (admin, username, { displayName, email, admin: isAdmin, generate = false }: CreateOptions) => {
      const { password, generated } = await newPassword(username, generate);
      const more = { ...(displayName !== undefined && { displayName }), ...(email !== undefined && { email }) };
      const role = isAdmin === true ? "admin" : "user";
      const made = await admin.user.create.mutate({ username, password, ...more, role });
      return { user: made, ...(generated && { password }) };
    },
    text: ({ user: { username, role }, password }) =>
      `${username} has an account${role === "admin" ? ", and is an admin" : ""}.${shown(password)}`,
  });
  command
    .option("--display-name <name>", "what people see (default: the username)")
    .option("--email <address>", "can be used to sign in too")
    .option("--admin", "make them an admin of the server");
  addPasswordOption(command);
}

function addResetPassword(user: Command, version: string): void {
  const command = addAsking(user, version, {
    usage: "reset-password <name>",
    description: "give somebody another password, and end their sessions",
    act: async (admin, username, { generate = false }: PasswordOptions) => {
      const { password, generated } = await newPassword(username, generate);
      await admin.user.resetPassword.mutate({ username, password });
      return generated ? { password } : {};
    },
    text: ({ password }, name) => `${name} has another password, and is signed out everywhere.${shown(password)}`,
  });
  addPasswordOption(command);
}

function addRoles(user: Command, version: string): void {
  addAsking(user, version, {
    usage: "make-admin <name>",
    description: "make somebody an admin of the server",
    act: (admin, username) => admin.user.setRole.mutate({ username, role: "admin" }),
    text: (_, name) => `${name} is an admin of the server.`,
  });
  addAsking(user, version, {
    usage: "remove-admin <name>",
    description: "make an admin a user like everybody else",
    act: (admin, username) => admin.user.setRole.mutate({ username, role: "user" }),
    text: (_, name) => `${name} is a user like everybody else.`,
  });
}

function addList(user: Command, version: string): void {
  addAsking(user, version, {
    usage: "list",
    description: "list everybody, with who is an admin and who is disabled",
    act: async (admin) => ({ items: await everybody(admin) }),
    text: ({ items }) => (items.length === 0 ? "There is nobody yet." : items.map(line).join("\n")),
  });
}

async function everybody(admin: Admin): Promise<Account[]> {
  const all: Account[] = [];
  for (;;) {
    const after = all.at(-1)?.username;
    const { items, last } = await admin.user.list.query(after === undefined ? {} : { after });
    all.push(...items);
    if (last) return all;
  }
}

function line({ username, displayName, role, email, disabledAt }: Account): string {
  return [username, displayName, email ?? "-", disabledAt === null ? role : `${role}, disabled`].join("\t");
}

function addPasswordOption(command: Command): void {
  command
    .option("--generate", "make the password and print it, this once")
    .addHelpText(
      "after",
      "\nWithout --generate the password is asked for on a terminal. Elsewhere it is a line of the standard input, or the\n" +
        "environment variable NATTER_PASSWORD. It is never taken as an argument, which others on this machine could read.",
    );
}

function shown(password: string | undefined): string {
  return password === undefined ? "" : ` The password, which is not shown again:\n${password}`;
}
