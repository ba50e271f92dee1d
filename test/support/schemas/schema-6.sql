-- A database of schema 6, made by npm run schema-fixture. It is never changed again.
CREATE TABLE migrations (id integer primary key, hash text not null);
CREATE TABLE `bans` (
	`room_id` text NOT NULL,
	`user_id` text NOT NULL,
	`by_id` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`room_id`, `user_id`),
	FOREIGN KEY (`room_id`) REFERENCES `rooms`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`by_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
CREATE TABLE `blocks` (
	`blocker_id` text NOT NULL,
	`blocked_id` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`blocker_id`, `blocked_id`),
	FOREIGN KEY (`blocker_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`blocked_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
CREATE TABLE `events` (
	`position` integer PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`room_id` text,
	`seq` integer,
	`at` integer NOT NULL,
	`actor_id` text,
	`message_id` text,
	`user_id` text,
	`detail` text
);
CREATE TABLE `memberships` (
	`room_id` text NOT NULL,
	`user_id` text NOT NULL,
	`role` text NOT NULL,
	`start_seq` integer NOT NULL,
	`read_seq` integer NOT NULL,
	`read_position` integer,
	`joined_at` integer NOT NULL,
	`ended_at` integer,
	PRIMARY KEY(`room_id`, `user_id`),
	FOREIGN KEY (`room_id`) REFERENCES `rooms`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
CREATE TABLE `mentions` (
	`user_id` text NOT NULL,
	`room_id` text NOT NULL,
	`seq` integer NOT NULL,
	PRIMARY KEY(`user_id`, `room_id`, `seq`)
);
CREATE TABLE `messages` (
	`key` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`room_id` text NOT NULL,
	`seq` integer NOT NULL,
	`updated_seq` integer NOT NULL,
	`sender_id` text NOT NULL,
	`client_id` text NOT NULL,
	`content_hash` text NOT NULL,
	`body` text NOT NULL,
	`data` text,
	`reply_to_id` text,
	`mentions` text NOT NULL,
	`created_at` integer NOT NULL,
	`edited_at` integer,
	`deleted_at` integer,
	FOREIGN KEY (`room_id`) REFERENCES `rooms`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`sender_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
CREATE TABLE `meta` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
CREATE TABLE `reactions` (
	`key` integer PRIMARY KEY NOT NULL,
	`message_id` text NOT NULL,
	`emoji` text NOT NULL,
	`user_id` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`message_id`) REFERENCES `messages`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
CREATE TABLE `rooms` (
	`id` text PRIMARY KEY NOT NULL,
	`type` text NOT NULL,
	`name` text,
	`topic` text,
	`search_key` text NOT NULL,
	`sort_key` text NOT NULL,
	`creator_id` text NOT NULL,
	`client_id` text,
	`content_hash` text,
	`direct_key` text,
	`member_count` integer DEFAULT 0 NOT NULL,
	`head_seq` integer DEFAULT 0 NOT NULL,
	`head_position` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	`archived_at` integer,
	FOREIGN KEY (`creator_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
CREATE TABLE `sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`device` text,
	`created_at` integer NOT NULL,
	`last_seen_at` integer NOT NULL,
	`ends_at` integer NOT NULL,
	`ended_at` integer,
	`refresh_hash` text NOT NULL,
	`previous_hash` text,
	`rotated_at` integer NOT NULL,
	`refresh_expires_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
CREATE TABLE `users` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text DEFAULT 'person' NOT NULL,
	`role` text DEFAULT 'user' NOT NULL,
	`username` text NOT NULL,
	`username_key` text NOT NULL,
	`display_name` text NOT NULL,
	`name_key` text NOT NULL,
	`sort_key` text NOT NULL,
	`email` text,
	`email_key` text,
	`password_hash` text,
	`avatar_url` text,
	`status_text` text,
	`created_at` integer NOT NULL,
	`disabled_at` integer,
	`last_seen_at` integer,
	`updated_position` integer
, `owner_id` text REFERENCES users(id));
CREATE VIRTUAL TABLE `message_index` USING fts5(
	text,
	content='',
	contentless_delete=1,
	detail='none',
	tokenize='trigram case_sensitive 1'
);
CREATE TABLE `reaction_tallies` (
	`key` integer PRIMARY KEY NOT NULL,
	`message_id` text NOT NULL,
	`emoji` text NOT NULL,
	`count` integer NOT NULL,
	FOREIGN KEY (`message_id`) REFERENCES `messages`(`id`) ON UPDATE no action ON DELETE no action
);
INSERT INTO "migrations" VALUES (1, '6a0e1ca925e7510f65a1e80ee9a56708e9812dc4257d7036906899d4d6824566');
INSERT INTO "migrations" VALUES (2, 'cc4a4c77c0c2c0bbc0700098af3c9b7530dc1296635aeab479a34adf49d312ff');
INSERT INTO "migrations" VALUES (3, '8ca4a402a25565c0c3675e7c61b22b6fdc33896fdb5a274a23f42af40ff64bc5');
INSERT INTO "migrations" VALUES (4, 'aacc350297ba8cafb56ef00c7796a121aaa8d5d1f599c06abb0b81c90a4176cf');
INSERT INTO "migrations" VALUES (5, '64eac6ab625e359375ab28424648a135d7b54c86ae11f8f614e93f8dc4803cc4');
INSERT INTO "migrations" VALUES (6, '5da70a2e800bd3597de0a6ff439ad5c5304eb2e4e76fdc3fd69f2c6f43c16d5c');
INSERT INTO "bans" VALUES ('hall', 'mallory', 'ada', 1767603600000);
INSERT INTO "blocks" VALUES ('grace', 'mallory', 1767603600000);
INSERT INTO "events" VALUES (1, 'room.created', 'lab', 1, 1767603600000, 'ada', NULL, NULL, NULL);
INSERT INTO "events" VALUES (2, 'member.joined', 'lab', 2, 1767603600000, 'ada', NULL, 'ada', '{"role":"owner","joinedAt":1767603600000,"readSeq":3}');
INSERT INTO "events" VALUES (3, 'member.joined', 'lab', 3, 1767603600000, 'ada', NULL, 'grace', '{"role":"member","joinedAt":1767603600000,"readSeq":3}');
INSERT INTO "events" VALUES (4, 'room.created', 'hall', 1, 1767603600000, 'ada', NULL, NULL, NULL);
INSERT INTO "events" VALUES (5, 'member.joined', 'hall', 2, 1767603600000, 'ada', NULL, 'ada', '{"role":"owner","joinedAt":1767603600000,"readSeq":2}');
INSERT INTO "events" VALUES (6, 'room.created', 'desk', 1, 1767603600000, 'ada', NULL, NULL, NULL);
INSERT INTO "events" VALUES (7, 'member.joined', 'desk', 2, 1767603600000, 'ada', NULL, 'ada', '{"role":"member","joinedAt":1767603600000,"readSeq":3}');
INSERT INTO "events" VALUES (8, 'member.joined', 'desk', 3, 1767603600000, 'ada', NULL, 'grace', '{"role":"member","joinedAt":1767603600000,"readSeq":3}');
INSERT INTO "events" VALUES (9, 'message.sent', 'lab', 4, 1767603600000, 'ada', 'hello', NULL, NULL);
INSERT INTO "events" VALUES (10, 'message.sent', 'lab', 5, 1767603600000, 'grace', 'morning', NULL, NULL);
INSERT INTO "events" VALUES (11, 'message.sent', 'lab', 6, 1767603600000, 'ada', 'gone', NULL, NULL);
INSERT INTO "events" VALUES (12, 'message.sent', 'desk', 4, 1767603600000, 'grace', 'just-us', NULL, NULL);
INSERT INTO "events" VALUES (13, 'member.joined', 'hall', 3, 1767603600000, 'mallory', NULL, 'mallory', '{"role":"member","joinedAt":1767603600000,"readSeq":3}');
INSERT INTO "events" VALUES (14, 'message.sent', 'hall', 4, 1767603600000, 'mallory', 'spam', NULL, NULL);
INSERT INTO "events" VALUES (15, 'reaction.added', 'lab', 7, 1767603600000, 'grace', 'hello', NULL, '{"emoji":"👍"}');
INSERT INTO "events" VALUES (16, 'reaction.added', 'lab', 8, 1767603600000, 'ada', 'hello', NULL, '{"emoji":"👍"}');
INSERT INTO "events" VALUES (17, 'message.edited', 'lab', 9, 1767603600000, 'grace', 'morning', NULL, NULL);
INSERT INTO "events" VALUES (18, 'message.deleted', 'lab', 10, 1767603600000, 'ada', 'gone', NULL, NULL);
INSERT INTO "events" VALUES (19, 'member.roleChanged', 'lab', 11, 1767603600000, 'ada', NULL, 'grace', '{"role":"moderator","joinedAt":1767603600000,"readSeq":5}');
INSERT INTO "events" VALUES (20, 'member.removed', 'hall', 5, 1767603600000, 'ada', NULL, 'mallory', '{"role":"member","joinedAt":1767603600000,"readSeq":4}');
INSERT INTO "events" VALUES (21, 'user.blocked', NULL, NULL, 1767603600000, 'grace', NULL, 'mallory', NULL);
INSERT INTO "events" VALUES (22, 'room.updated', 'hall', 6, 1767603600000, 'ada', NULL, NULL, NULL);
INSERT INTO "events" VALUES (23, 'room.created', 'attic-6', 1, 1767603600000, 'mallory', NULL, NULL, NULL);
INSERT INTO "events" VALUES (24, 'member.joined', 'attic-6', 2, 1767603600000, 'mallory', NULL, 'mallory', '{"role":"owner","joinedAt":1767603600000,"readSeq":2}');
INSERT INTO "events" VALUES (25, 'message.sent', 'attic-6', 3, 1767603600000, 'mallory', 'message-7', NULL, NULL);
INSERT INTO "events" VALUES (26, 'message.sent', 'attic-6', 4, 1767603600000, 'mallory', 'message-8', NULL, NULL);
INSERT INTO "events" VALUES (27, 'message.sent', 'attic-6', 5, 1767603600000, 'mallory', 'message-9', NULL, NULL);
INSERT INTO "events" VALUES (28, 'message.sent', 'attic-6', 6, 1767603600000, 'mallory', 'message-10', NULL, NULL);
INSERT INTO "events" VALUES (29, 'message.sent', 'attic-6', 7, 1767603600000, 'mallory', 'message-11', NULL, NULL);
INSERT INTO "events" VALUES (30, 'message.sent', 'attic-6', 8, 1767603600000, 'mallory', 'message-12', NULL, NULL);
INSERT INTO "events" VALUES (31, 'message.sent', 'attic-6', 9, 1767603600000, 'mallory', 'message-13', NULL, NULL);
INSERT INTO "events" VALUES (32, 'message.sent', 'attic-6', 10, 1767603600000, 'mallory', 'message-14', NULL, NULL);
INSERT INTO "events" VALUES (33, 'message.sent', 'attic-6', 11, 1767603600000, 'mallory', 'message-15', NULL, NULL);
INSERT INTO "events" VALUES (34, 'message.sent', 'attic-6', 12, 1767603600000, 'mallory', 'message-16', NULL, NULL);
INSERT INTO "events" VALUES (35, 'message.sent', 'attic-6', 13, 1767603600000, 'mallory', 'message-17', NULL, NULL);
INSERT INTO "events" VALUES (36, 'message.sent', 'attic-6', 14, 1767603600000, 'mallory', 'message-18', NULL, NULL);
INSERT INTO "events" VALUES (37, 'message.sent', 'attic-6', 15, 1767603600000, 'mallory', 'message-19', NULL, NULL);
INSERT INTO "events" VALUES (38, 'message.sent', 'attic-6', 16, 1767603600000, 'mallory', 'message-20', NULL, NULL);
INSERT INTO "events" VALUES (39, 'message.sent', 'attic-6', 17, 1767603600000, 'mallory', 'message-21', NULL, NULL);
INSERT INTO "events" VALUES (40, 'message.sent', 'attic-6', 18, 1767603600000, 'mallory', 'message-22', NULL, NULL);
INSERT INTO "events" VALUES (41, 'message.sent', 'attic-6', 19, 1767603600000, 'mallory', 'message-23', NULL, NULL);
INSERT INTO "events" VALUES (42, 'message.sent', 'attic-6', 20, 1767603600000, 'mallory', 'message-24', NULL, NULL);
INSERT INTO "events" VALUES (43, 'message.sent', 'attic-6', 21, 1767603600000, 'mallory', 'message-25', NULL, NULL);
INSERT INTO "events" VALUES (44, 'message.sent', 'attic-6', 22, 1767603600000, 'mallory', 'message-26', NULL, NULL);
INSERT INTO "events" VALUES (45, 'message.sent', 'attic-6', 23, 1767603600000, 'mallory', 'message-27', NULL, NULL);
INSERT INTO "events" VALUES (46, 'message.sent', 'attic-6', 24, 1767603600000, 'mallory', 'message-28', NULL, NULL);
INSERT INTO "events" VALUES (47, 'message.sent', 'attic-6', 25, 1767603600000, 'mallory', 'message-29', NULL, NULL);
INSERT INTO "events" VALUES (48, 'message.sent', 'attic-6', 26, 1767603600000, 'mallory', 'message-30', NULL, NULL);
INSERT INTO "events" VALUES (49, 'message.sent', 'attic-6', 27, 1767603600000, 'mallory', 'message-31', NULL, NULL);
INSERT INTO "events" VALUES (50, 'message.sent', 'attic-6', 28, 1767603600000, 'mallory', 'message-32', NULL, NULL);
INSERT INTO "events" VALUES (51, 'message.sent', 'attic-6', 29, 1767603600000, 'mallory', 'message-33', NULL, NULL);
INSERT INTO "events" VALUES (52, 'message.sent', 'attic-6', 30, 1767603600000, 'mallory', 'message-34', NULL, NULL);
INSERT INTO "events" VALUES (53, 'message.sent', 'attic-6', 31, 1767603600000, 'mallory', 'message-35', NULL, NULL);
INSERT INTO "events" VALUES (54, 'message.sent', 'attic-6', 32, 1767603600000, 'mallory', 'message-36', NULL, NULL);
INSERT INTO "events" VALUES (55, 'message.sent', 'attic-6', 33, 1767603600000, 'mallory', 'message-37', NULL, NULL);
INSERT INTO "events" VALUES (56, 'message.sent', 'attic-6', 34, 1767603600000, 'mallory', 'message-38', NULL, NULL);
INSERT INTO "events" VALUES (57, 'message.sent', 'attic-6', 35, 1767603600000, 'mallory', 'message-39', NULL, NULL);
INSERT INTO "events" VALUES (58, 'message.sent', 'attic-6', 36, 1767603600000, 'mallory', 'message-40', NULL, NULL);
INSERT INTO "events" VALUES (59, 'message.sent', 'attic-6', 37, 1767603600000, 'mallory', 'message-41', NULL, NULL);
INSERT INTO "events" VALUES (60, 'message.sent', 'attic-6', 38, 1767603600000, 'mallory', 'message-42', NULL, NULL);
INSERT INTO "events" VALUES (61, 'message.sent', 'attic-6', 39, 1767603600000, 'mallory', 'message-43', NULL, NULL);
INSERT INTO "events" VALUES (62, 'message.sent', 'attic-6', 40, 1767603600000, 'mallory', 'message-44', NULL, NULL);
INSERT INTO "events" VALUES (63, 'message.sent', 'attic-6', 41, 1767603600000, 'mallory', 'message-45', NULL, NULL);
INSERT INTO "events" VALUES (64, 'message.sent', 'attic-6', 42, 1767603600000, 'mallory', 'message-46', NULL, NULL);
INSERT INTO "events" VALUES (65, 'message.sent', 'attic-6', 43, 1767603600000, 'mallory', 'message-47', NULL, NULL);
INSERT INTO "events" VALUES (66, 'message.sent', 'attic-6', 44, 1767603600000, 'mallory', 'message-48', NULL, NULL);
INSERT INTO "events" VALUES (67, 'message.sent', 'attic-6', 45, 1767603600000, 'mallory', 'message-49', NULL, NULL);
INSERT INTO "events" VALUES (68, 'message.sent', 'attic-6', 46, 1767603600000, 'mallory', 'message-50', NULL, NULL);
INSERT INTO "events" VALUES (69, 'message.sent', 'attic-6', 47, 1767603600000, 'mallory', 'message-51', NULL, NULL);
INSERT INTO "events" VALUES (70, 'message.sent', 'attic-6', 48, 1767603600000, 'mallory', 'message-52', NULL, NULL);
INSERT INTO "events" VALUES (71, 'message.sent', 'attic-6', 49, 1767603600000, 'mallory', 'message-53', NULL, NULL);
INSERT INTO "events" VALUES (72, 'message.sent', 'attic-6', 50, 1767603600000, 'mallory', 'message-54', NULL, NULL);
INSERT INTO "events" VALUES (73, 'message.sent', 'attic-6', 51, 1767603600000, 'mallory', 'message-55', NULL, NULL);
INSERT INTO "events" VALUES (74, 'message.sent', 'attic-6', 52, 1767603600000, 'mallory', 'message-56', NULL, NULL);
INSERT INTO "events" VALUES (75, 'message.sent', 'attic-6', 53, 1767603600000, 'mallory', 'message-57', NULL, NULL);
INSERT INTO "events" VALUES (76, 'message.sent', 'attic-6', 54, 1767603600000, 'mallory', 'message-58', NULL, NULL);
INSERT INTO "events" VALUES (77, 'message.sent', 'attic-6', 55, 1767603600000, 'mallory', 'message-59', NULL, NULL);
INSERT INTO "events" VALUES (78, 'message.sent', 'attic-6', 56, 1767603600000, 'mallory', 'message-60', NULL, NULL);
INSERT INTO "events" VALUES (79, 'message.sent', 'attic-6', 57, 1767603600000, 'mallory', 'message-61', NULL, NULL);
INSERT INTO "events" VALUES (80, 'message.sent', 'attic-6', 58, 1767603600000, 'mallory', 'message-62', NULL, NULL);
INSERT INTO "events" VALUES (81, 'message.sent', 'attic-6', 59, 1767603600000, 'mallory', 'message-63', NULL, NULL);
INSERT INTO "events" VALUES (82, 'message.sent', 'attic-6', 60, 1767603600000, 'mallory', 'message-64', NULL, NULL);
INSERT INTO "events" VALUES (83, 'message.sent', 'attic-6', 61, 1767603600000, 'mallory', 'message-65', NULL, NULL);
INSERT INTO "events" VALUES (84, 'message.sent', 'attic-6', 62, 1767603600000, 'mallory', 'message-66', NULL, NULL);
INSERT INTO "events" VALUES (85, 'message.sent', 'attic-6', 63, 1767603600000, 'mallory', 'message-67', NULL, NULL);
INSERT INTO "events" VALUES (86, 'message.sent', 'attic-6', 64, 1767603600000, 'mallory', 'message-68', NULL, NULL);
INSERT INTO "events" VALUES (87, 'message.sent', 'attic-6', 65, 1767603600000, 'mallory', 'message-69', NULL, NULL);
INSERT INTO "events" VALUES (88, 'message.sent', 'attic-6', 66, 1767603600000, 'mallory', 'message-70', NULL, NULL);
INSERT INTO "events" VALUES (89, 'message.sent', 'lab', 12, 1767603600000, 'ada', 'newest', NULL, NULL);
INSERT INTO "memberships" VALUES ('lab', 'ada', 'owner', 1, 12, 89, 1767603600000, NULL);
INSERT INTO "memberships" VALUES ('lab', 'grace', 'moderator', 1, 5, 10, 1767603600000, NULL);
INSERT INTO "memberships" VALUES ('hall', 'ada', 'owner', 1, 2, NULL, 1767603600000, NULL);
INSERT INTO "memberships" VALUES ('desk', 'ada', 'member', 1, 3, NULL, 1767603600000, NULL);
INSERT INTO "memberships" VALUES ('desk', 'grace', 'member', 1, 4, 12, 1767603600000, NULL);
INSERT INTO "memberships" VALUES ('hall', 'mallory', 'member', 3, 4, 14, 1767603600000, 1767603600000);
INSERT INTO "memberships" VALUES ('attic-6', 'mallory', 'owner', 1, 66, 88, 1767603600000, NULL);
INSERT INTO "mentions" VALUES ('grace', 'lab', 4);
INSERT INTO "messages" VALUES (1, 'hello', 'lab', 4, 8, 'ada', 'client-1', '{"body":"hello @grace","data":null,"replyToId":null}', 'hello @grace', NULL, NULL, '["grace"]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (2, 'morning', 'lab', 5, 9, 'grace', 'client-2', '{"body":"good morning","data":null,"replyToId":"hello"}', 'good morning, all', NULL, 'hello', '[]', 1767603600000, 1767603600000, NULL);
INSERT INTO "messages" VALUES (3, 'gone', 'lab', 6, 10, 'ada', 'client-3', '{"body":"forget this","data":null,"replyToId":null}', '', NULL, NULL, '[]', 1767603600000, NULL, 1767603600000);
INSERT INTO "messages" VALUES (4, 'just-us', 'desk', 4, 4, 'grace', 'client-4', '{"body":"just us","data":{"level":3},"replyToId":null}', 'just us', '{"level":3}', NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (5, 'spam', 'hall', 4, 4, 'mallory', 'client-5', '{"body":"buy my things","data":null,"replyToId":null}', 'buy my things', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (6, 'message-7', 'attic-6', 3, 3, 'mallory', 'client-7', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (7, 'message-8', 'attic-6', 4, 4, 'mallory', 'client-8', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (8, 'message-9', 'attic-6', 5, 5, 'mallory', 'client-9', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (9, 'message-10', 'attic-6', 6, 6, 'mallory', 'client-10', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (10, 'message-11', 'attic-6', 7, 7, 'mallory', 'client-11', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (11, 'message-12', 'attic-6', 8, 8, 'mallory', 'client-12', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (12, 'message-13', 'attic-6', 9, 9, 'mallory', 'client-13', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (13, 'message-14', 'attic-6', 10, 10, 'mallory', 'client-14', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (14, 'message-15', 'attic-6', 11, 11, 'mallory', 'client-15', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (15, 'message-16', 'attic-6', 12, 12, 'mallory', 'client-16', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (16, 'message-17', 'attic-6', 13, 13, 'mallory', 'client-17', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (17, 'message-18', 'attic-6', 14, 14, 'mallory', 'client-18', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (18, 'message-19', 'attic-6', 15, 15, 'mallory', 'client-19', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (19, 'message-20', 'attic-6', 16, 16, 'mallory', 'client-20', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (20, 'message-21', 'attic-6', 17, 17, 'mallory', 'client-21', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (21, 'message-22', 'attic-6', 18, 18, 'mallory', 'client-22', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (22, 'message-23', 'attic-6', 19, 19, 'mallory', 'client-23', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (23, 'message-24', 'attic-6', 20, 20, 'mallory', 'client-24', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (24, 'message-25', 'attic-6', 21, 21, 'mallory', 'client-25', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (25, 'message-26', 'attic-6', 22, 22, 'mallory', 'client-26', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (26, 'message-27', 'attic-6', 23, 23, 'mallory', 'client-27', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (27, 'message-28', 'attic-6', 24, 24, 'mallory', 'client-28', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (28, 'message-29', 'attic-6', 25, 25, 'mallory', 'client-29', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (29, 'message-30', 'attic-6', 26, 26, 'mallory', 'client-30', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (30, 'message-31', 'attic-6', 27, 27, 'mallory', 'client-31', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (31, 'message-32', 'attic-6', 28, 28, 'mallory', 'client-32', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (32, 'message-33', 'attic-6', 29, 29, 'mallory', 'client-33', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (33, 'message-34', 'attic-6', 30, 30, 'mallory', 'client-34', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (34, 'message-35', 'attic-6', 31, 31, 'mallory', 'client-35', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (35, 'message-36', 'attic-6', 32, 32, 'mallory', 'client-36', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (36, 'message-37', 'attic-6', 33, 33, 'mallory', 'client-37', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (37, 'message-38', 'attic-6', 34, 34, 'mallory', 'client-38', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (38, 'message-39', 'attic-6', 35, 35, 'mallory', 'client-39', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (39, 'message-40', 'attic-6', 36, 36, 'mallory', 'client-40', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (40, 'message-41', 'attic-6', 37, 37, 'mallory', 'client-41', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (41, 'message-42', 'attic-6', 38, 38, 'mallory', 'client-42', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (42, 'message-43', 'attic-6', 39, 39, 'mallory', 'client-43', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (43, 'message-44', 'attic-6', 40, 40, 'mallory', 'client-44', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (44, 'message-45', 'attic-6', 41, 41, 'mallory', 'client-45', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (45, 'message-46', 'attic-6', 42, 42, 'mallory', 'client-46', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (46, 'message-47', 'attic-6', 43, 43, 'mallory', 'client-47', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (47, 'message-48', 'attic-6', 44, 44, 'mallory', 'client-48', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (48, 'message-49', 'attic-6', 45, 45, 'mallory', 'client-49', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (49, 'message-50', 'attic-6', 46, 46, 'mallory', 'client-50', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (50, 'message-51', 'attic-6', 47, 47, 'mallory', 'client-51', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (51, 'message-52', 'attic-6', 48, 48, 'mallory', 'client-52', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (52, 'message-53', 'attic-6', 49, 49, 'mallory', 'client-53', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (53, 'message-54', 'attic-6', 50, 50, 'mallory', 'client-54', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (54, 'message-55', 'attic-6', 51, 51, 'mallory', 'client-55', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (55, 'message-56', 'attic-6', 52, 52, 'mallory', 'client-56', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (56, 'message-57', 'attic-6', 53, 53, 'mallory', 'client-57', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (57, 'message-58', 'attic-6', 54, 54, 'mallory', 'client-58', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (58, 'message-59', 'attic-6', 55, 55, 'mallory', 'client-59', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (59, 'message-60', 'attic-6', 56, 56, 'mallory', 'client-60', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (60, 'message-61', 'attic-6', 57, 57, 'mallory', 'client-61', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (61, 'message-62', 'attic-6', 58, 58, 'mallory', 'client-62', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (62, 'message-63', 'attic-6', 59, 59, 'mallory', 'client-63', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (63, 'message-64', 'attic-6', 60, 60, 'mallory', 'client-64', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (64, 'message-65', 'attic-6', 61, 61, 'mallory', 'client-65', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (65, 'message-66', 'attic-6', 62, 62, 'mallory', 'client-66', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (66, 'message-67', 'attic-6', 63, 63, 'mallory', 'client-67', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (67, 'message-68', 'attic-6', 64, 64, 'mallory', 'client-68', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (68, 'message-69', 'attic-6', 65, 65, 'mallory', 'client-69', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (69, 'message-70', 'attic-6', 66, 66, 'mallory', 'client-70', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (70, 'newest', 'lab', 12, 12, 'ada', 'client-71', '{"body":"not indexed yet","data":null,"replyToId":null}', 'not indexed yet', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "meta" VALUES ('epoch', 'a47933041cc5');
INSERT INTO "reactions" VALUES (1, 'hello', '👍', 'grace', 1767603600000);
INSERT INTO "reactions" VALUES (2, 'hello', '👍', 'ada', 1767603600000);
INSERT INTO "rooms" VALUES ('lab', 'private', 'lab', NULL, 'lab', 'lab', 'ada', NULL, '', NULL, 2, 12, 89, 1767603600000, NULL);
INSERT INTO "rooms" VALUES ('hall', 'public', 'Great hall', NULL, 'great hall', 'great hall', 'ada', NULL, '', NULL, 1, 6, 22, 1767603600000, NULL);
INSERT INTO "rooms" VALUES ('desk', 'direct', NULL, NULL, '', '', 'ada', NULL, NULL, 'ada grace', 2, 4, 12, 1767603600000, NULL);
INSERT INTO "rooms" VALUES ('attic-6', 'private', 'attic-6', NULL, 'attic-6', 'attic-6', 'mallory', NULL, '', NULL, 1, 66, 88, 1767603600000, NULL);
INSERT INTO "sessions" VALUES ('session-ada', 'ada', NULL, 1767603600000, 1767603600000, 1770195600000, NULL, 'first', NULL, 1767603600000, 1770195600000);
INSERT INTO "sessions" VALUES ('session-grace', 'grace', NULL, 1767603600000, 1767603600000, 1770195600000, NULL, 'first', NULL, 1767603600000, 1770195600000);
INSERT INTO "sessions" VALUES ('session-mallory', 'mallory', NULL, 1767603600000, 1767603600000, 1770195600000, NULL, 'first', NULL, 1767603600000, 1770195600000);
INSERT INTO "users" VALUES ('ada', 'person', 'user', 'ada', 'ada', 'Ada Lovelace', 'ada lovelace', 'ada lovelace', NULL, NULL, 'hash', NULL, 'counting', 1767603600000, NULL, NULL, 21, NULL);
INSERT INTO "users" VALUES ('grace', 'person', 'user', 'grace', 'grace', 'grace', 'grace', 'grace', NULL, NULL, 'hash', NULL, NULL, 1767603600000, NULL, NULL, NULL, NULL);
INSERT INTO "users" VALUES ('mallory', 'person', 'user', 'mallory', 'mallory', 'mallory', 'mallory', 'mallory', NULL, NULL, 'hash', NULL, NULL, 1767603600000, NULL, NULL, NULL, NULL);
INSERT INTO "reaction_tallies" VALUES (1, 'hello', '👍', 2);
INSERT INTO message_index (rowid, text) VALUES (1, 'hello @grace');
INSERT INTO message_index (rowid, text) VALUES (2, 'good morning, all');
INSERT INTO message_index (rowid, text) VALUES (3, '');
INSERT INTO message_index (rowid, text) VALUES (4, 'just us');
INSERT INTO message_index (rowid, text) VALUES (5, 'buy my things');
INSERT INTO message_index (rowid, text) VALUES (6, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (7, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (8, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (9, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (10, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (11, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (12, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (13, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (14, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (15, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (16, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (17, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (18, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (19, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (20, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (21, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (22, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (23, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (24, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (25, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (26, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (27, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (28, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (29, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (30, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (31, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (32, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (33, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (34, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (35, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (36, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (37, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (38, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (39, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (40, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (41, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (42, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (43, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (44, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (45, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (46, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (47, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (48, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (49, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (50, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (51, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (52, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (53, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (54, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (55, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (56, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (57, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (58, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (59, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (60, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (61, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (62, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (63, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (64, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (65, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (66, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (67, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (68, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (69, 'mumble');
CREATE INDEX `blocks_of_blocked` ON `blocks` (`blocked_id`);
CREATE UNIQUE INDEX `events_room_seq` ON `events` (`room_id`,`seq`);
CREATE INDEX `events_departures` ON `events` (`user_id`,`position`) WHERE "events"."kind" in ('member.left', 'member.removed');
CREATE INDEX `memberships_of_user` ON `memberships` (`user_id`) WHERE "memberships"."ended_at" is null;
CREATE INDEX `memberships_owners` ON `memberships` (`room_id`) WHERE "memberships"."role" = 'owner' and "memberships"."ended_at" is null;
CREATE INDEX `memberships_read` ON `memberships` (`room_id`,`read_position`) WHERE "memberships"."read_position" is not null;
CREATE INDEX `mentions_of_message` ON `mentions` (`room_id`,`seq`);
CREATE UNIQUE INDEX `messages_id` ON `messages` (`id`);
CREATE INDEX `messages_in_room` ON `messages` (`room_id`,`seq`,`sender_id`,`deleted_at`);
CREATE UNIQUE INDEX `messages_client` ON `messages` (`sender_id`,`room_id`,`client_id`);
CREATE UNIQUE INDEX `reactions_once` ON `reactions` (`message_id`,`emoji`,`user_id`);
CREATE UNIQUE INDEX `rooms_direct` ON `rooms` (`direct_key`);
CREATE UNIQUE INDEX `rooms_client` ON `rooms` (`creator_id`,`client_id`);
CREATE INDEX `rooms_public` ON `rooms` (`sort_key`,`id`) WHERE "rooms"."type" = 'public' and "rooms"."archived_at" is null;
CREATE INDEX `sessions_of_user` ON `sessions` (`user_id`) WHERE "sessions"."ended_at" is null;
CREATE UNIQUE INDEX `users_username` ON `users` (`username_key`);
CREATE UNIQUE INDEX `users_email` ON `users` (`email_key`);
CREATE INDEX `users_sorted` ON `users` (`sort_key`,`id`);
CREATE INDEX `users_of_owner` ON `users` (`owner_id`) WHERE "users"."owner_id" is not null;
CREATE UNIQUE INDEX `reaction_tallies_once` ON `reaction_tallies` (`message_id`,`emoji`);
CREATE INDEX `reactions_in_order` ON `reactions` (`message_id`,`emoji`,`key`,`user_id`);
CREATE INDEX `users_updated` ON `users` (`updated_position`,`id`) WHERE "users"."updated_position" is not null;
