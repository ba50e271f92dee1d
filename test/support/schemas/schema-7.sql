-- A database of schema 7, made by npm run schema-fixture. It is never changed again.
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
INSERT INTO "migrations" VALUES (7, '50da01639e15468be12b4ef81a36a6c026117d3280359c0767af93c646100622');
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
INSERT INTO "events" VALUES (89, 'message.sent', 'attic-6', 67, 1767603600000, 'mallory', 'message-71', NULL, NULL);
INSERT INTO "events" VALUES (90, 'message.sent', 'attic-6', 68, 1767603600000, 'mallory', 'message-72', NULL, NULL);
INSERT INTO "events" VALUES (91, 'message.sent', 'attic-6', 69, 1767603600000, 'mallory', 'message-73', NULL, NULL);
INSERT INTO "events" VALUES (92, 'message.sent', 'attic-6', 70, 1767603600000, 'mallory', 'message-74', NULL, NULL);
INSERT INTO "events" VALUES (93, 'message.sent', 'attic-6', 71, 1767603600000, 'mallory', 'message-75', NULL, NULL);
INSERT INTO "events" VALUES (94, 'message.sent', 'attic-6', 72, 1767603600000, 'mallory', 'message-76', NULL, NULL);
INSERT INTO "events" VALUES (95, 'message.sent', 'attic-6', 73, 1767603600000, 'mallory', 'message-77', NULL, NULL);
INSERT INTO "events" VALUES (96, 'message.sent', 'attic-6', 74, 1767603600000, 'mallory', 'message-78', NULL, NULL);
INSERT INTO "events" VALUES (97, 'message.sent', 'attic-6', 75, 1767603600000, 'mallory', 'message-79', NULL, NULL);
INSERT INTO "events" VALUES (98, 'message.sent', 'attic-6', 76, 1767603600000, 'mallory', 'message-80', NULL, NULL);
INSERT INTO "events" VALUES (99, 'message.sent', 'attic-6', 77, 1767603600000, 'mallory', 'message-81', NULL, NULL);
INSERT INTO "events" VALUES (100, 'message.sent', 'attic-6', 78, 1767603600000, 'mallory', 'message-82', NULL, NULL);
INSERT INTO "events" VALUES (101, 'message.sent', 'attic-6', 79, 1767603600000, 'mallory', 'message-83', NULL, NULL);
INSERT INTO "events" VALUES (102, 'message.sent', 'attic-6', 80, 1767603600000, 'mallory', 'message-84', NULL, NULL);
INSERT INTO "events" VALUES (103, 'message.sent', 'attic-6', 81, 1767603600000, 'mallory', 'message-85', NULL, NULL);
INSERT INTO "events" VALUES (104, 'message.sent', 'attic-6', 82, 1767603600000, 'mallory', 'message-86', NULL, NULL);
INSERT INTO "events" VALUES (105, 'message.sent', 'attic-6', 83, 1767603600000, 'mallory', 'message-87', NULL, NULL);
INSERT INTO "events" VALUES (106, 'message.sent', 'attic-6', 84, 1767603600000, 'mallory', 'message-88', NULL, NULL);
INSERT INTO "events" VALUES (107, 'message.sent', 'attic-6', 85, 1767603600000, 'mallory', 'message-89', NULL, NULL);
INSERT INTO "events" VALUES (108, 'message.sent', 'attic-6', 86, 1767603600000, 'mallory', 'message-90', NULL, NULL);
INSERT INTO "events" VALUES (109, 'message.sent', 'attic-6', 87, 1767603600000, 'mallory', 'message-91', NULL, NULL);
INSERT INTO "events" VALUES (110, 'message.sent', 'attic-6', 88, 1767603600000, 'mallory', 'message-92', NULL, NULL);
INSERT INTO "events" VALUES (111, 'message.sent', 'attic-6', 89, 1767603600000, 'mallory', 'message-93', NULL, NULL);
INSERT INTO "events" VALUES (112, 'message.sent', 'attic-6', 90, 1767603600000, 'mallory', 'message-94', NULL, NULL);
INSERT INTO "events" VALUES (113, 'message.sent', 'attic-6', 91, 1767603600000, 'mallory', 'message-95', NULL, NULL);
INSERT INTO "events" VALUES (114, 'message.sent', 'attic-6', 92, 1767603600000, 'mallory', 'message-96', NULL, NULL);
INSERT INTO "events" VALUES (115, 'message.sent', 'attic-6', 93, 1767603600000, 'mallory', 'message-97', NULL, NULL);
INSERT INTO "events" VALUES (116, 'message.sent', 'attic-6', 94, 1767603600000, 'mallory', 'message-98', NULL, NULL);
INSERT INTO "events" VALUES (117, 'message.sent', 'attic-6', 95, 1767603600000, 'mallory', 'message-99', NULL, NULL);
INSERT INTO "events" VALUES (118, 'message.sent', 'attic-6', 96, 1767603600000, 'mallory', 'message-100', NULL, NULL);
INSERT INTO "events" VALUES (119, 'message.sent', 'attic-6', 97, 1767603600000, 'mallory', 'message-101', NULL, NULL);
INSERT INTO "events" VALUES (120, 'message.sent', 'attic-6', 98, 1767603600000, 'mallory', 'message-102', NULL, NULL);
INSERT INTO "events" VALUES (121, 'message.sent', 'attic-6', 99, 1767603600000, 'mallory', 'message-103', NULL, NULL);
INSERT INTO "events" VALUES (122, 'message.sent', 'attic-6', 100, 1767603600000, 'mallory', 'message-104', NULL, NULL);
INSERT INTO "events" VALUES (123, 'message.sent', 'attic-6', 101, 1767603600000, 'mallory', 'message-105', NULL, NULL);
INSERT INTO "events" VALUES (124, 'message.sent', 'attic-6', 102, 1767603600000, 'mallory', 'message-106', NULL, NULL);
INSERT INTO "events" VALUES (125, 'message.sent', 'attic-6', 103, 1767603600000, 'mallory', 'message-107', NULL, NULL);
INSERT INTO "events" VALUES (126, 'message.sent', 'attic-6', 104, 1767603600000, 'mallory', 'message-108', NULL, NULL);
INSERT INTO "events" VALUES (127, 'message.sent', 'attic-6', 105, 1767603600000, 'mallory', 'message-109', NULL, NULL);
INSERT INTO "events" VALUES (128, 'message.sent', 'attic-6', 106, 1767603600000, 'mallory', 'message-110', NULL, NULL);
INSERT INTO "events" VALUES (129, 'message.sent', 'attic-6', 107, 1767603600000, 'mallory', 'message-111', NULL, NULL);
INSERT INTO "events" VALUES (130, 'message.sent', 'attic-6', 108, 1767603600000, 'mallory', 'message-112', NULL, NULL);
INSERT INTO "events" VALUES (131, 'message.sent', 'attic-6', 109, 1767603600000, 'mallory', 'message-113', NULL, NULL);
INSERT INTO "events" VALUES (132, 'message.sent', 'attic-6', 110, 1767603600000, 'mallory', 'message-114', NULL, NULL);
INSERT INTO "events" VALUES (133, 'message.sent', 'attic-6', 111, 1767603600000, 'mallory', 'message-115', NULL, NULL);
INSERT INTO "events" VALUES (134, 'message.sent', 'attic-6', 112, 1767603600000, 'mallory', 'message-116', NULL, NULL);
INSERT INTO "events" VALUES (135, 'message.sent', 'attic-6', 113, 1767603600000, 'mallory', 'message-117', NULL, NULL);
INSERT INTO "events" VALUES (136, 'message.sent', 'attic-6', 114, 1767603600000, 'mallory', 'message-118', NULL, NULL);
INSERT INTO "events" VALUES (137, 'message.sent', 'attic-6', 115, 1767603600000, 'mallory', 'message-119', NULL, NULL);
INSERT INTO "events" VALUES (138, 'message.sent', 'attic-6', 116, 1767603600000, 'mallory', 'message-120', NULL, NULL);
INSERT INTO "events" VALUES (139, 'message.sent', 'attic-6', 117, 1767603600000, 'mallory', 'message-121', NULL, NULL);
INSERT INTO "events" VALUES (140, 'message.sent', 'attic-6', 118, 1767603600000, 'mallory', 'message-122', NULL, NULL);
INSERT INTO "events" VALUES (141, 'message.sent', 'attic-6', 119, 1767603600000, 'mallory', 'message-123', NULL, NULL);
INSERT INTO "events" VALUES (142, 'message.sent', 'attic-6', 120, 1767603600000, 'mallory', 'message-124', NULL, NULL);
INSERT INTO "events" VALUES (143, 'message.sent', 'attic-6', 121, 1767603600000, 'mallory', 'message-125', NULL, NULL);
INSERT INTO "events" VALUES (144, 'message.sent', 'attic-6', 122, 1767603600000, 'mallory', 'message-126', NULL, NULL);
INSERT INTO "events" VALUES (145, 'message.sent', 'attic-6', 123, 1767603600000, 'mallory', 'message-127', NULL, NULL);
INSERT INTO "events" VALUES (146, 'message.sent', 'attic-6', 124, 1767603600000, 'mallory', 'message-128', NULL, NULL);
INSERT INTO "events" VALUES (147, 'message.sent', 'attic-6', 125, 1767603600000, 'mallory', 'message-129', NULL, NULL);
INSERT INTO "events" VALUES (148, 'message.sent', 'attic-6', 126, 1767603600000, 'mallory', 'message-130', NULL, NULL);
INSERT INTO "events" VALUES (149, 'message.sent', 'attic-6', 127, 1767603600000, 'mallory', 'message-131', NULL, NULL);
INSERT INTO "events" VALUES (150, 'message.sent', 'attic-6', 128, 1767603600000, 'mallory', 'message-132', NULL, NULL);
INSERT INTO "events" VALUES (151, 'message.sent', 'attic-6', 129, 1767603600000, 'mallory', 'message-133', NULL, NULL);
INSERT INTO "events" VALUES (152, 'message.sent', 'attic-6', 130, 1767603600000, 'mallory', 'message-134', NULL, NULL);
INSERT INTO "events" VALUES (153, 'message.sent', 'attic-6', 131, 1767603600000, 'mallory', 'message-135', NULL, NULL);
INSERT INTO "events" VALUES (154, 'message.sent', 'attic-6', 132, 1767603600000, 'mallory', 'message-136', NULL, NULL);
INSERT INTO "events" VALUES (155, 'message.sent', 'attic-6', 133, 1767603600000, 'mallory', 'message-137', NULL, NULL);
INSERT INTO "events" VALUES (156, 'message.sent', 'attic-6', 134, 1767603600000, 'mallory', 'message-138', NULL, NULL);
INSERT INTO "events" VALUES (157, 'message.sent', 'attic-6', 135, 1767603600000, 'mallory', 'message-139', NULL, NULL);
INSERT INTO "events" VALUES (158, 'message.sent', 'attic-6', 136, 1767603600000, 'mallory', 'message-140', NULL, NULL);
INSERT INTO "events" VALUES (159, 'message.sent', 'attic-6', 137, 1767603600000, 'mallory', 'message-141', NULL, NULL);
INSERT INTO "events" VALUES (160, 'message.sent', 'attic-6', 138, 1767603600000, 'mallory', 'message-142', NULL, NULL);
INSERT INTO "events" VALUES (161, 'message.sent', 'attic-6', 139, 1767603600000, 'mallory', 'message-143', NULL, NULL);
INSERT INTO "events" VALUES (162, 'message.sent', 'attic-6', 140, 1767603600000, 'mallory', 'message-144', NULL, NULL);
INSERT INTO "events" VALUES (163, 'message.sent', 'attic-6', 141, 1767603600000, 'mallory', 'message-145', NULL, NULL);
INSERT INTO "events" VALUES (164, 'message.sent', 'attic-6', 142, 1767603600000, 'mallory', 'message-146', NULL, NULL);
INSERT INTO "events" VALUES (165, 'message.sent', 'attic-6', 143, 1767603600000, 'mallory', 'message-147', NULL, NULL);
INSERT INTO "events" VALUES (166, 'message.sent', 'attic-6', 144, 1767603600000, 'mallory', 'message-148', NULL, NULL);
INSERT INTO "events" VALUES (167, 'message.sent', 'attic-6', 145, 1767603600000, 'mallory', 'message-149', NULL, NULL);
INSERT INTO "events" VALUES (168, 'message.sent', 'attic-6', 146, 1767603600000, 'mallory', 'message-150', NULL, NULL);
INSERT INTO "events" VALUES (169, 'message.sent', 'attic-6', 147, 1767603600000, 'mallory', 'message-151', NULL, NULL);
INSERT INTO "events" VALUES (170, 'message.sent', 'attic-6', 148, 1767603600000, 'mallory', 'message-152', NULL, NULL);
INSERT INTO "events" VALUES (171, 'message.sent', 'attic-6', 149, 1767603600000, 'mallory', 'message-153', NULL, NULL);
INSERT INTO "events" VALUES (172, 'message.sent', 'attic-6', 150, 1767603600000, 'mallory', 'message-154', NULL, NULL);
INSERT INTO "events" VALUES (173, 'message.sent', 'attic-6', 151, 1767603600000, 'mallory', 'message-155', NULL, NULL);
INSERT INTO "events" VALUES (174, 'message.sent', 'attic-6', 152, 1767603600000, 'mallory', 'message-156', NULL, NULL);
INSERT INTO "events" VALUES (175, 'message.sent', 'attic-6', 153, 1767603600000, 'mallory', 'message-157', NULL, NULL);
INSERT INTO "events" VALUES (176, 'message.sent', 'attic-6', 154, 1767603600000, 'mallory', 'message-158', NULL, NULL);
INSERT INTO "events" VALUES (177, 'message.sent', 'attic-6', 155, 1767603600000, 'mallory', 'message-159', NULL, NULL);
INSERT INTO "events" VALUES (178, 'message.sent', 'attic-6', 156, 1767603600000, 'mallory', 'message-160', NULL, NULL);
INSERT INTO "events" VALUES (179, 'message.sent', 'attic-6', 157, 1767603600000, 'mallory', 'message-161', NULL, NULL);
INSERT INTO "events" VALUES (180, 'message.sent', 'attic-6', 158, 1767603600000, 'mallory', 'message-162', NULL, NULL);
INSERT INTO "events" VALUES (181, 'message.sent', 'attic-6', 159, 1767603600000, 'mallory', 'message-163', NULL, NULL);
INSERT INTO "events" VALUES (182, 'message.sent', 'attic-6', 160, 1767603600000, 'mallory', 'message-164', NULL, NULL);
INSERT INTO "events" VALUES (183, 'message.sent', 'attic-6', 161, 1767603600000, 'mallory', 'message-165', NULL, NULL);
INSERT INTO "events" VALUES (184, 'message.sent', 'attic-6', 162, 1767603600000, 'mallory', 'message-166', NULL, NULL);
INSERT INTO "events" VALUES (185, 'message.sent', 'attic-6', 163, 1767603600000, 'mallory', 'message-167', NULL, NULL);
INSERT INTO "events" VALUES (186, 'message.sent', 'attic-6', 164, 1767603600000, 'mallory', 'message-168', NULL, NULL);
INSERT INTO "events" VALUES (187, 'message.sent', 'attic-6', 165, 1767603600000, 'mallory', 'message-169', NULL, NULL);
INSERT INTO "events" VALUES (188, 'message.sent', 'attic-6', 166, 1767603600000, 'mallory', 'message-170', NULL, NULL);
INSERT INTO "events" VALUES (189, 'message.sent', 'attic-6', 167, 1767603600000, 'mallory', 'message-171', NULL, NULL);
INSERT INTO "events" VALUES (190, 'message.sent', 'attic-6', 168, 1767603600000, 'mallory', 'message-172', NULL, NULL);
INSERT INTO "events" VALUES (191, 'message.sent', 'attic-6', 169, 1767603600000, 'mallory', 'message-173', NULL, NULL);
INSERT INTO "events" VALUES (192, 'message.sent', 'attic-6', 170, 1767603600000, 'mallory', 'message-174', NULL, NULL);
INSERT INTO "events" VALUES (193, 'message.sent', 'attic-6', 171, 1767603600000, 'mallory', 'message-175', NULL, NULL);
INSERT INTO "events" VALUES (194, 'message.sent', 'attic-6', 172, 1767603600000, 'mallory', 'message-176', NULL, NULL);
INSERT INTO "events" VALUES (195, 'message.sent', 'attic-6', 173, 1767603600000, 'mallory', 'message-177', NULL, NULL);
INSERT INTO "events" VALUES (196, 'message.sent', 'attic-6', 174, 1767603600000, 'mallory', 'message-178', NULL, NULL);
INSERT INTO "events" VALUES (197, 'message.sent', 'attic-6', 175, 1767603600000, 'mallory', 'message-179', NULL, NULL);
INSERT INTO "events" VALUES (198, 'message.sent', 'attic-6', 176, 1767603600000, 'mallory', 'message-180', NULL, NULL);
INSERT INTO "events" VALUES (199, 'message.sent', 'attic-6', 177, 1767603600000, 'mallory', 'message-181', NULL, NULL);
INSERT INTO "events" VALUES (200, 'message.sent', 'attic-6', 178, 1767603600000, 'mallory', 'message-182', NULL, NULL);
INSERT INTO "events" VALUES (201, 'message.sent', 'attic-6', 179, 1767603600000, 'mallory', 'message-183', NULL, NULL);
INSERT INTO "events" VALUES (202, 'message.sent', 'attic-6', 180, 1767603600000, 'mallory', 'message-184', NULL, NULL);
INSERT INTO "events" VALUES (203, 'message.sent', 'attic-6', 181, 1767603600000, 'mallory', 'message-185', NULL, NULL);
INSERT INTO "events" VALUES (204, 'message.sent', 'attic-6', 182, 1767603600000, 'mallory', 'message-186', NULL, NULL);
INSERT INTO "events" VALUES (205, 'message.sent', 'attic-6', 183, 1767603600000, 'mallory', 'message-187', NULL, NULL);
INSERT INTO "events" VALUES (206, 'message.sent', 'attic-6', 184, 1767603600000, 'mallory', 'message-188', NULL, NULL);
INSERT INTO "events" VALUES (207, 'message.sent', 'attic-6', 185, 1767603600000, 'mallory', 'message-189', NULL, NULL);
INSERT INTO "events" VALUES (208, 'message.sent', 'attic-6', 186, 1767603600000, 'mallory', 'message-190', NULL, NULL);
INSERT INTO "events" VALUES (209, 'message.sent', 'attic-6', 187, 1767603600000, 'mallory', 'message-191', NULL, NULL);
INSERT INTO "events" VALUES (210, 'message.sent', 'attic-6', 188, 1767603600000, 'mallory', 'message-192', NULL, NULL);
INSERT INTO "events" VALUES (211, 'message.sent', 'attic-6', 189, 1767603600000, 'mallory', 'message-193', NULL, NULL);
INSERT INTO "events" VALUES (212, 'message.sent', 'attic-6', 190, 1767603600000, 'mallory', 'message-194', NULL, NULL);
INSERT INTO "events" VALUES (213, 'message.sent', 'attic-6', 191, 1767603600000, 'mallory', 'message-195', NULL, NULL);
INSERT INTO "events" VALUES (214, 'message.sent', 'attic-6', 192, 1767603600000, 'mallory', 'message-196', NULL, NULL);
INSERT INTO "events" VALUES (215, 'message.sent', 'attic-6', 193, 1767603600000, 'mallory', 'message-197', NULL, NULL);
INSERT INTO "events" VALUES (216, 'message.sent', 'attic-6', 194, 1767603600000, 'mallory', 'message-198', NULL, NULL);
INSERT INTO "events" VALUES (217, 'message.sent', 'attic-6', 195, 1767603600000, 'mallory', 'message-199', NULL, NULL);
INSERT INTO "events" VALUES (218, 'message.sent', 'attic-6', 196, 1767603600000, 'mallory', 'message-200', NULL, NULL);
INSERT INTO "events" VALUES (219, 'message.sent', 'attic-6', 197, 1767603600000, 'mallory', 'message-201', NULL, NULL);
INSERT INTO "events" VALUES (220, 'message.sent', 'attic-6', 198, 1767603600000, 'mallory', 'message-202', NULL, NULL);
INSERT INTO "events" VALUES (221, 'message.sent', 'attic-6', 199, 1767603600000, 'mallory', 'message-203', NULL, NULL);
INSERT INTO "events" VALUES (222, 'message.sent', 'attic-6', 200, 1767603600000, 'mallory', 'message-204', NULL, NULL);
INSERT INTO "events" VALUES (223, 'message.sent', 'attic-6', 201, 1767603600000, 'mallory', 'message-205', NULL, NULL);
INSERT INTO "events" VALUES (224, 'message.sent', 'attic-6', 202, 1767603600000, 'mallory', 'message-206', NULL, NULL);
INSERT INTO "events" VALUES (225, 'message.sent', 'attic-6', 203, 1767603600000, 'mallory', 'message-207', NULL, NULL);
INSERT INTO "events" VALUES (226, 'message.sent', 'attic-6', 204, 1767603600000, 'mallory', 'message-208', NULL, NULL);
INSERT INTO "events" VALUES (227, 'message.sent', 'attic-6', 205, 1767603600000, 'mallory', 'message-209', NULL, NULL);
INSERT INTO "events" VALUES (228, 'message.sent', 'attic-6', 206, 1767603600000, 'mallory', 'message-210', NULL, NULL);
INSERT INTO "events" VALUES (229, 'message.sent', 'attic-6', 207, 1767603600000, 'mallory', 'message-211', NULL, NULL);
INSERT INTO "events" VALUES (230, 'message.sent', 'attic-6', 208, 1767603600000, 'mallory', 'message-212', NULL, NULL);
INSERT INTO "events" VALUES (231, 'message.sent', 'attic-6', 209, 1767603600000, 'mallory', 'message-213', NULL, NULL);
INSERT INTO "events" VALUES (232, 'message.sent', 'attic-6', 210, 1767603600000, 'mallory', 'message-214', NULL, NULL);
INSERT INTO "events" VALUES (233, 'message.sent', 'attic-6', 211, 1767603600000, 'mallory', 'message-215', NULL, NULL);
INSERT INTO "events" VALUES (234, 'message.sent', 'attic-6', 212, 1767603600000, 'mallory', 'message-216', NULL, NULL);
INSERT INTO "events" VALUES (235, 'message.sent', 'attic-6', 213, 1767603600000, 'mallory', 'message-217', NULL, NULL);
INSERT INTO "events" VALUES (236, 'message.sent', 'attic-6', 214, 1767603600000, 'mallory', 'message-218', NULL, NULL);
INSERT INTO "events" VALUES (237, 'message.sent', 'attic-6', 215, 1767603600000, 'mallory', 'message-219', NULL, NULL);
INSERT INTO "events" VALUES (238, 'message.sent', 'attic-6', 216, 1767603600000, 'mallory', 'message-220', NULL, NULL);
INSERT INTO "events" VALUES (239, 'message.sent', 'attic-6', 217, 1767603600000, 'mallory', 'message-221', NULL, NULL);
INSERT INTO "events" VALUES (240, 'message.sent', 'attic-6', 218, 1767603600000, 'mallory', 'message-222', NULL, NULL);
INSERT INTO "events" VALUES (241, 'message.sent', 'attic-6', 219, 1767603600000, 'mallory', 'message-223', NULL, NULL);
INSERT INTO "events" VALUES (242, 'message.sent', 'attic-6', 220, 1767603600000, 'mallory', 'message-224', NULL, NULL);
INSERT INTO "events" VALUES (243, 'message.sent', 'attic-6', 221, 1767603600000, 'mallory', 'message-225', NULL, NULL);
INSERT INTO "events" VALUES (244, 'message.sent', 'attic-6', 222, 1767603600000, 'mallory', 'message-226', NULL, NULL);
INSERT INTO "events" VALUES (245, 'message.sent', 'attic-6', 223, 1767603600000, 'mallory', 'message-227', NULL, NULL);
INSERT INTO "events" VALUES (246, 'message.sent', 'attic-6', 224, 1767603600000, 'mallory', 'message-228', NULL, NULL);
INSERT INTO "events" VALUES (247, 'message.sent', 'attic-6', 225, 1767603600000, 'mallory', 'message-229', NULL, NULL);
INSERT INTO "events" VALUES (248, 'message.sent', 'attic-6', 226, 1767603600000, 'mallory', 'message-230', NULL, NULL);
INSERT INTO "events" VALUES (249, 'message.sent', 'attic-6', 227, 1767603600000, 'mallory', 'message-231', NULL, NULL);
INSERT INTO "events" VALUES (250, 'message.sent', 'attic-6', 228, 1767603600000, 'mallory', 'message-232', NULL, NULL);
INSERT INTO "events" VALUES (251, 'message.sent', 'attic-6', 229, 1767603600000, 'mallory', 'message-233', NULL, NULL);
INSERT INTO "events" VALUES (252, 'message.sent', 'attic-6', 230, 1767603600000, 'mallory', 'message-234', NULL, NULL);
INSERT INTO "events" VALUES (253, 'message.sent', 'attic-6', 231, 1767603600000, 'mallory', 'message-235', NULL, NULL);
INSERT INTO "events" VALUES (254, 'message.sent', 'attic-6', 232, 1767603600000, 'mallory', 'message-236', NULL, NULL);
INSERT INTO "events" VALUES (255, 'message.sent', 'attic-6', 233, 1767603600000, 'mallory', 'message-237', NULL, NULL);
INSERT INTO "events" VALUES (256, 'message.sent', 'attic-6', 234, 1767603600000, 'mallory', 'message-238', NULL, NULL);
INSERT INTO "events" VALUES (257, 'message.sent', 'attic-6', 235, 1767603600000, 'mallory', 'message-239', NULL, NULL);
INSERT INTO "events" VALUES (258, 'message.sent', 'attic-6', 236, 1767603600000, 'mallory', 'message-240', NULL, NULL);
INSERT INTO "events" VALUES (259, 'message.sent', 'attic-6', 237, 1767603600000, 'mallory', 'message-241', NULL, NULL);
INSERT INTO "events" VALUES (260, 'message.sent', 'attic-6', 238, 1767603600000, 'mallory', 'message-242', NULL, NULL);
INSERT INTO "events" VALUES (261, 'message.sent', 'attic-6', 239, 1767603600000, 'mallory', 'message-243', NULL, NULL);
INSERT INTO "events" VALUES (262, 'message.sent', 'attic-6', 240, 1767603600000, 'mallory', 'message-244', NULL, NULL);
INSERT INTO "events" VALUES (263, 'message.sent', 'attic-6', 241, 1767603600000, 'mallory', 'message-245', NULL, NULL);
INSERT INTO "events" VALUES (264, 'message.sent', 'attic-6', 242, 1767603600000, 'mallory', 'message-246', NULL, NULL);
INSERT INTO "events" VALUES (265, 'message.sent', 'attic-6', 243, 1767603600000, 'mallory', 'message-247', NULL, NULL);
INSERT INTO "events" VALUES (266, 'message.sent', 'attic-6', 244, 1767603600000, 'mallory', 'message-248', NULL, NULL);
INSERT INTO "events" VALUES (267, 'message.sent', 'attic-6', 245, 1767603600000, 'mallory', 'message-249', NULL, NULL);
INSERT INTO "events" VALUES (268, 'message.sent', 'attic-6', 246, 1767603600000, 'mallory', 'message-250', NULL, NULL);
INSERT INTO "events" VALUES (269, 'message.sent', 'attic-6', 247, 1767603600000, 'mallory', 'message-251', NULL, NULL);
INSERT INTO "events" VALUES (270, 'message.sent', 'attic-6', 248, 1767603600000, 'mallory', 'message-252', NULL, NULL);
INSERT INTO "events" VALUES (271, 'message.sent', 'attic-6', 249, 1767603600000, 'mallory', 'message-253', NULL, NULL);
INSERT INTO "events" VALUES (272, 'message.sent', 'attic-6', 250, 1767603600000, 'mallory', 'message-254', NULL, NULL);
INSERT INTO "events" VALUES (273, 'message.sent', 'attic-6', 251, 1767603600000, 'mallory', 'message-255', NULL, NULL);
INSERT INTO "events" VALUES (274, 'message.sent', 'attic-6', 252, 1767603600000, 'mallory', 'message-256', NULL, NULL);
INSERT INTO "events" VALUES (275, 'message.sent', 'attic-6', 253, 1767603600000, 'mallory', 'message-257', NULL, NULL);
INSERT INTO "events" VALUES (276, 'message.sent', 'attic-6', 254, 1767603600000, 'mallory', 'message-258', NULL, NULL);
INSERT INTO "events" VALUES (277, 'message.sent', 'attic-6', 255, 1767603600000, 'mallory', 'message-259', NULL, NULL);
INSERT INTO "events" VALUES (278, 'message.sent', 'attic-6', 256, 1767603600000, 'mallory', 'message-260', NULL, NULL);
INSERT INTO "events" VALUES (279, 'message.sent', 'attic-6', 257, 1767603600000, 'mallory', 'message-261', NULL, NULL);
INSERT INTO "events" VALUES (280, 'message.sent', 'attic-6', 258, 1767603600000, 'mallory', 'message-262', NULL, NULL);
INSERT INTO "events" VALUES (281, 'message.sent', 'lab', 12, 1767603600000, 'ada', 'newest', NULL, NULL);
INSERT INTO "memberships" VALUES ('lab', 'ada', 'owner', 1, 12, 281, 1767603600000, NULL);
INSERT INTO "memberships" VALUES ('lab', 'grace', 'moderator', 1, 5, 10, 1767603600000, NULL);
INSERT INTO "memberships" VALUES ('hall', 'ada', 'owner', 1, 2, NULL, 1767603600000, NULL);
INSERT INTO "memberships" VALUES ('desk', 'ada', 'member', 1, 3, NULL, 1767603600000, NULL);
INSERT INTO "memberships" VALUES ('desk', 'grace', 'member', 1, 4, 12, 1767603600000, NULL);
INSERT INTO "memberships" VALUES ('hall', 'mallory', 'member', 3, 4, 14, 1767603600000, 1767603600000);
INSERT INTO "memberships" VALUES ('attic-6', 'mallory', 'owner', 1, 258, 280, 1767603600000, NULL);
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
INSERT INTO "messages" VALUES (70, 'message-71', 'attic-6', 67, 67, 'mallory', 'client-71', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (71, 'message-72', 'attic-6', 68, 68, 'mallory', 'client-72', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (72, 'message-73', 'attic-6', 69, 69, 'mallory', 'client-73', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (73, 'message-74', 'attic-6', 70, 70, 'mallory', 'client-74', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (74, 'message-75', 'attic-6', 71, 71, 'mallory', 'client-75', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (75, 'message-76', 'attic-6', 72, 72, 'mallory', 'client-76', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (76, 'message-77', 'attic-6', 73, 73, 'mallory', 'client-77', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (77, 'message-78', 'attic-6', 74, 74, 'mallory', 'client-78', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (78, 'message-79', 'attic-6', 75, 75, 'mallory', 'client-79', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (79, 'message-80', 'attic-6', 76, 76, 'mallory', 'client-80', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (80, 'message-81', 'attic-6', 77, 77, 'mallory', 'client-81', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (81, 'message-82', 'attic-6', 78, 78, 'mallory', 'client-82', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (82, 'message-83', 'attic-6', 79, 79, 'mallory', 'client-83', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (83, 'message-84', 'attic-6', 80, 80, 'mallory', 'client-84', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (84, 'message-85', 'attic-6', 81, 81, 'mallory', 'client-85', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (85, 'message-86', 'attic-6', 82, 82, 'mallory', 'client-86', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (86, 'message-87', 'attic-6', 83, 83, 'mallory', 'client-87', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (87, 'message-88', 'attic-6', 84, 84, 'mallory', 'client-88', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (88, 'message-89', 'attic-6', 85, 85, 'mallory', 'client-89', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (89, 'message-90', 'attic-6', 86, 86, 'mallory', 'client-90', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (90, 'message-91', 'attic-6', 87, 87, 'mallory', 'client-91', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (91, 'message-92', 'attic-6', 88, 88, 'mallory', 'client-92', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (92, 'message-93', 'attic-6', 89, 89, 'mallory', 'client-93', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (93, 'message-94', 'attic-6', 90, 90, 'mallory', 'client-94', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (94, 'message-95', 'attic-6', 91, 91, 'mallory', 'client-95', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (95, 'message-96', 'attic-6', 92, 92, 'mallory', 'client-96', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (96, 'message-97', 'attic-6', 93, 93, 'mallory', 'client-97', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (97, 'message-98', 'attic-6', 94, 94, 'mallory', 'client-98', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (98, 'message-99', 'attic-6', 95, 95, 'mallory', 'client-99', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (99, 'message-100', 'attic-6', 96, 96, 'mallory', 'client-100', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (100, 'message-101', 'attic-6', 97, 97, 'mallory', 'client-101', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (101, 'message-102', 'attic-6', 98, 98, 'mallory', 'client-102', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (102, 'message-103', 'attic-6', 99, 99, 'mallory', 'client-103', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (103, 'message-104', 'attic-6', 100, 100, 'mallory', 'client-104', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (104, 'message-105', 'attic-6', 101, 101, 'mallory', 'client-105', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (105, 'message-106', 'attic-6', 102, 102, 'mallory', 'client-106', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (106, 'message-107', 'attic-6', 103, 103, 'mallory', 'client-107', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (107, 'message-108', 'attic-6', 104, 104, 'mallory', 'client-108', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (108, 'message-109', 'attic-6', 105, 105, 'mallory', 'client-109', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (109, 'message-110', 'attic-6', 106, 106, 'mallory', 'client-110', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (110, 'message-111', 'attic-6', 107, 107, 'mallory', 'client-111', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (111, 'message-112', 'attic-6', 108, 108, 'mallory', 'client-112', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (112, 'message-113', 'attic-6', 109, 109, 'mallory', 'client-113', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (113, 'message-114', 'attic-6', 110, 110, 'mallory', 'client-114', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (114, 'message-115', 'attic-6', 111, 111, 'mallory', 'client-115', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (115, 'message-116', 'attic-6', 112, 112, 'mallory', 'client-116', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (116, 'message-117', 'attic-6', 113, 113, 'mallory', 'client-117', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (117, 'message-118', 'attic-6', 114, 114, 'mallory', 'client-118', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (118, 'message-119', 'attic-6', 115, 115, 'mallory', 'client-119', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (119, 'message-120', 'attic-6', 116, 116, 'mallory', 'client-120', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (120, 'message-121', 'attic-6', 117, 117, 'mallory', 'client-121', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (121, 'message-122', 'attic-6', 118, 118, 'mallory', 'client-122', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (122, 'message-123', 'attic-6', 119, 119, 'mallory', 'client-123', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (123, 'message-124', 'attic-6', 120, 120, 'mallory', 'client-124', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (124, 'message-125', 'attic-6', 121, 121, 'mallory', 'client-125', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (125, 'message-126', 'attic-6', 122, 122, 'mallory', 'client-126', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (126, 'message-127', 'attic-6', 123, 123, 'mallory', 'client-127', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (127, 'message-128', 'attic-6', 124, 124, 'mallory', 'client-128', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (128, 'message-129', 'attic-6', 125, 125, 'mallory', 'client-129', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (129, 'message-130', 'attic-6', 126, 126, 'mallory', 'client-130', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (130, 'message-131', 'attic-6', 127, 127, 'mallory', 'client-131', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (131, 'message-132', 'attic-6', 128, 128, 'mallory', 'client-132', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (132, 'message-133', 'attic-6', 129, 129, 'mallory', 'client-133', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (133, 'message-134', 'attic-6', 130, 130, 'mallory', 'client-134', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (134, 'message-135', 'attic-6', 131, 131, 'mallory', 'client-135', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (135, 'message-136', 'attic-6', 132, 132, 'mallory', 'client-136', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (136, 'message-137', 'attic-6', 133, 133, 'mallory', 'client-137', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (137, 'message-138', 'attic-6', 134, 134, 'mallory', 'client-138', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (138, 'message-139', 'attic-6', 135, 135, 'mallory', 'client-139', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (139, 'message-140', 'attic-6', 136, 136, 'mallory', 'client-140', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (140, 'message-141', 'attic-6', 137, 137, 'mallory', 'client-141', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (141, 'message-142', 'attic-6', 138, 138, 'mallory', 'client-142', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (142, 'message-143', 'attic-6', 139, 139, 'mallory', 'client-143', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (143, 'message-144', 'attic-6', 140, 140, 'mallory', 'client-144', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (144, 'message-145', 'attic-6', 141, 141, 'mallory', 'client-145', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (145, 'message-146', 'attic-6', 142, 142, 'mallory', 'client-146', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (146, 'message-147', 'attic-6', 143, 143, 'mallory', 'client-147', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (147, 'message-148', 'attic-6', 144, 144, 'mallory', 'client-148', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (148, 'message-149', 'attic-6', 145, 145, 'mallory', 'client-149', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (149, 'message-150', 'attic-6', 146, 146, 'mallory', 'client-150', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (150, 'message-151', 'attic-6', 147, 147, 'mallory', 'client-151', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (151, 'message-152', 'attic-6', 148, 148, 'mallory', 'client-152', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (152, 'message-153', 'attic-6', 149, 149, 'mallory', 'client-153', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (153, 'message-154', 'attic-6', 150, 150, 'mallory', 'client-154', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (154, 'message-155', 'attic-6', 151, 151, 'mallory', 'client-155', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (155, 'message-156', 'attic-6', 152, 152, 'mallory', 'client-156', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (156, 'message-157', 'attic-6', 153, 153, 'mallory', 'client-157', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (157, 'message-158', 'attic-6', 154, 154, 'mallory', 'client-158', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (158, 'message-159', 'attic-6', 155, 155, 'mallory', 'client-159', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (159, 'message-160', 'attic-6', 156, 156, 'mallory', 'client-160', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (160, 'message-161', 'attic-6', 157, 157, 'mallory', 'client-161', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (161, 'message-162', 'attic-6', 158, 158, 'mallory', 'client-162', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (162, 'message-163', 'attic-6', 159, 159, 'mallory', 'client-163', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (163, 'message-164', 'attic-6', 160, 160, 'mallory', 'client-164', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (164, 'message-165', 'attic-6', 161, 161, 'mallory', 'client-165', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (165, 'message-166', 'attic-6', 162, 162, 'mallory', 'client-166', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (166, 'message-167', 'attic-6', 163, 163, 'mallory', 'client-167', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (167, 'message-168', 'attic-6', 164, 164, 'mallory', 'client-168', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (168, 'message-169', 'attic-6', 165, 165, 'mallory', 'client-169', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (169, 'message-170', 'attic-6', 166, 166, 'mallory', 'client-170', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (170, 'message-171', 'attic-6', 167, 167, 'mallory', 'client-171', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (171, 'message-172', 'attic-6', 168, 168, 'mallory', 'client-172', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (172, 'message-173', 'attic-6', 169, 169, 'mallory', 'client-173', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (173, 'message-174', 'attic-6', 170, 170, 'mallory', 'client-174', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (174, 'message-175', 'attic-6', 171, 171, 'mallory', 'client-175', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (175, 'message-176', 'attic-6', 172, 172, 'mallory', 'client-176', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (176, 'message-177', 'attic-6', 173, 173, 'mallory', 'client-177', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (177, 'message-178', 'attic-6', 174, 174, 'mallory', 'client-178', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (178, 'message-179', 'attic-6', 175, 175, 'mallory', 'client-179', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (179, 'message-180', 'attic-6', 176, 176, 'mallory', 'client-180', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (180, 'message-181', 'attic-6', 177, 177, 'mallory', 'client-181', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (181, 'message-182', 'attic-6', 178, 178, 'mallory', 'client-182', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (182, 'message-183', 'attic-6', 179, 179, 'mallory', 'client-183', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (183, 'message-184', 'attic-6', 180, 180, 'mallory', 'client-184', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (184, 'message-185', 'attic-6', 181, 181, 'mallory', 'client-185', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (185, 'message-186', 'attic-6', 182, 182, 'mallory', 'client-186', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (186, 'message-187', 'attic-6', 183, 183, 'mallory', 'client-187', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (187, 'message-188', 'attic-6', 184, 184, 'mallory', 'client-188', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (188, 'message-189', 'attic-6', 185, 185, 'mallory', 'client-189', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (189, 'message-190', 'attic-6', 186, 186, 'mallory', 'client-190', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (190, 'message-191', 'attic-6', 187, 187, 'mallory', 'client-191', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (191, 'message-192', 'attic-6', 188, 188, 'mallory', 'client-192', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (192, 'message-193', 'attic-6', 189, 189, 'mallory', 'client-193', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (193, 'message-194', 'attic-6', 190, 190, 'mallory', 'client-194', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (194, 'message-195', 'attic-6', 191, 191, 'mallory', 'client-195', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (195, 'message-196', 'attic-6', 192, 192, 'mallory', 'client-196', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (196, 'message-197', 'attic-6', 193, 193, 'mallory', 'client-197', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (197, 'message-198', 'attic-6', 194, 194, 'mallory', 'client-198', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (198, 'message-199', 'attic-6', 195, 195, 'mallory', 'client-199', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (199, 'message-200', 'attic-6', 196, 196, 'mallory', 'client-200', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (200, 'message-201', 'attic-6', 197, 197, 'mallory', 'client-201', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (201, 'message-202', 'attic-6', 198, 198, 'mallory', 'client-202', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (202, 'message-203', 'attic-6', 199, 199, 'mallory', 'client-203', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (203, 'message-204', 'attic-6', 200, 200, 'mallory', 'client-204', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (204, 'message-205', 'attic-6', 201, 201, 'mallory', 'client-205', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (205, 'message-206', 'attic-6', 202, 202, 'mallory', 'client-206', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (206, 'message-207', 'attic-6', 203, 203, 'mallory', 'client-207', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (207, 'message-208', 'attic-6', 204, 204, 'mallory', 'client-208', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (208, 'message-209', 'attic-6', 205, 205, 'mallory', 'client-209', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (209, 'message-210', 'attic-6', 206, 206, 'mallory', 'client-210', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (210, 'message-211', 'attic-6', 207, 207, 'mallory', 'client-211', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (211, 'message-212', 'attic-6', 208, 208, 'mallory', 'client-212', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (212, 'message-213', 'attic-6', 209, 209, 'mallory', 'client-213', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (213, 'message-214', 'attic-6', 210, 210, 'mallory', 'client-214', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (214, 'message-215', 'attic-6', 211, 211, 'mallory', 'client-215', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (215, 'message-216', 'attic-6', 212, 212, 'mallory', 'client-216', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (216, 'message-217', 'attic-6', 213, 213, 'mallory', 'client-217', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (217, 'message-218', 'attic-6', 214, 214, 'mallory', 'client-218', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (218, 'message-219', 'attic-6', 215, 215, 'mallory', 'client-219', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (219, 'message-220', 'attic-6', 216, 216, 'mallory', 'client-220', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (220, 'message-221', 'attic-6', 217, 217, 'mallory', 'client-221', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (221, 'message-222', 'attic-6', 218, 218, 'mallory', 'client-222', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (222, 'message-223', 'attic-6', 219, 219, 'mallory', 'client-223', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (223, 'message-224', 'attic-6', 220, 220, 'mallory', 'client-224', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (224, 'message-225', 'attic-6', 221, 221, 'mallory', 'client-225', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (225, 'message-226', 'attic-6', 222, 222, 'mallory', 'client-226', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (226, 'message-227', 'attic-6', 223, 223, 'mallory', 'client-227', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (227, 'message-228', 'attic-6', 224, 224, 'mallory', 'client-228', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (228, 'message-229', 'attic-6', 225, 225, 'mallory', 'client-229', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (229, 'message-230', 'attic-6', 226, 226, 'mallory', 'client-230', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (230, 'message-231', 'attic-6', 227, 227, 'mallory', 'client-231', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (231, 'message-232', 'attic-6', 228, 228, 'mallory', 'client-232', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (232, 'message-233', 'attic-6', 229, 229, 'mallory', 'client-233', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (233, 'message-234', 'attic-6', 230, 230, 'mallory', 'client-234', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (234, 'message-235', 'attic-6', 231, 231, 'mallory', 'client-235', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (235, 'message-236', 'attic-6', 232, 232, 'mallory', 'client-236', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (236, 'message-237', 'attic-6', 233, 233, 'mallory', 'client-237', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (237, 'message-238', 'attic-6', 234, 234, 'mallory', 'client-238', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (238, 'message-239', 'attic-6', 235, 235, 'mallory', 'client-239', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (239, 'message-240', 'attic-6', 236, 236, 'mallory', 'client-240', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (240, 'message-241', 'attic-6', 237, 237, 'mallory', 'client-241', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (241, 'message-242', 'attic-6', 238, 238, 'mallory', 'client-242', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (242, 'message-243', 'attic-6', 239, 239, 'mallory', 'client-243', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (243, 'message-244', 'attic-6', 240, 240, 'mallory', 'client-244', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (244, 'message-245', 'attic-6', 241, 241, 'mallory', 'client-245', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (245, 'message-246', 'attic-6', 242, 242, 'mallory', 'client-246', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (246, 'message-247', 'attic-6', 243, 243, 'mallory', 'client-247', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (247, 'message-248', 'attic-6', 244, 244, 'mallory', 'client-248', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (248, 'message-249', 'attic-6', 245, 245, 'mallory', 'client-249', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (249, 'message-250', 'attic-6', 246, 246, 'mallory', 'client-250', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (250, 'message-251', 'attic-6', 247, 247, 'mallory', 'client-251', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (251, 'message-252', 'attic-6', 248, 248, 'mallory', 'client-252', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (252, 'message-253', 'attic-6', 249, 249, 'mallory', 'client-253', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (253, 'message-254', 'attic-6', 250, 250, 'mallory', 'client-254', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (254, 'message-255', 'attic-6', 251, 251, 'mallory', 'client-255', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (255, 'message-256', 'attic-6', 252, 252, 'mallory', 'client-256', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (256, 'message-257', 'attic-6', 253, 253, 'mallory', 'client-257', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (257, 'message-258', 'attic-6', 254, 254, 'mallory', 'client-258', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (258, 'message-259', 'attic-6', 255, 255, 'mallory', 'client-259', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (259, 'message-260', 'attic-6', 256, 256, 'mallory', 'client-260', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (260, 'message-261', 'attic-6', 257, 257, 'mallory', 'client-261', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (261, 'message-262', 'attic-6', 258, 258, 'mallory', 'client-262', '{"body":"mumble","data":null,"replyToId":null}', 'mumble', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "messages" VALUES (262, 'newest', 'lab', 12, 12, 'ada', 'client-263', '{"body":"not indexed yet","data":null,"replyToId":null}', 'not indexed yet', NULL, NULL, '[]', 1767603600000, NULL, NULL);
INSERT INTO "meta" VALUES ('epoch', '74dc27d588a3');
INSERT INTO "reactions" VALUES (1, 'hello', '👍', 'grace', 1767603600000);
INSERT INTO "reactions" VALUES (2, 'hello', '👍', 'ada', 1767603600000);
INSERT INTO "rooms" VALUES ('lab', 'private', 'lab', NULL, 'lab', 'lab', 'ada', NULL, '', NULL, 2, 12, 281, 1767603600000, NULL);
INSERT INTO "rooms" VALUES ('hall', 'public', 'Great hall', NULL, 'great hall', 'great hall', 'ada', NULL, '', NULL, 1, 6, 22, 1767603600000, NULL);
INSERT INTO "rooms" VALUES ('desk', 'direct', NULL, NULL, '', '', 'ada', NULL, NULL, 'ada grace', 2, 4, 12, 1767603600000, NULL);
INSERT INTO "rooms" VALUES ('attic-6', 'private', 'attic-6', NULL, 'attic-6', 'attic-6', 'mallory', NULL, '', NULL, 1, 258, 280, 1767603600000, NULL);
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
INSERT INTO message_index (rowid, text) VALUES (70, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (71, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (72, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (73, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (74, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (75, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (76, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (77, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (78, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (79, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (80, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (81, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (82, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (83, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (84, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (85, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (86, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (87, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (88, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (89, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (90, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (91, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (92, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (93, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (94, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (95, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (96, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (97, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (98, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (99, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (100, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (101, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (102, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (103, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (104, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (105, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (106, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (107, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (108, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (109, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (110, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (111, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (112, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (113, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (114, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (115, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (116, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (117, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (118, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (119, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (120, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (121, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (122, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (123, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (124, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (125, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (126, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (127, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (128, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (129, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (130, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (131, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (132, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (133, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (134, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (135, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (136, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (137, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (138, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (139, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (140, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (141, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (142, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (143, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (144, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (145, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (146, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (147, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (148, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (149, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (150, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (151, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (152, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (153, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (154, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (155, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (156, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (157, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (158, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (159, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (160, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (161, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (162, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (163, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (164, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (165, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (166, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (167, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (168, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (169, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (170, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (171, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (172, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (173, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (174, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (175, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (176, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (177, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (178, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (179, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (180, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (181, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (182, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (183, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (184, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (185, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (186, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (187, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (188, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (189, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (190, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (191, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (192, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (193, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (194, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (195, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (196, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (197, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (198, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (199, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (200, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (201, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (202, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (203, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (204, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (205, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (206, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (207, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (208, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (209, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (210, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (211, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (212, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (213, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (214, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (215, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (216, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (217, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (218, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (219, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (220, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (221, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (222, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (223, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (224, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (225, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (226, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (227, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (228, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (229, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (230, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (231, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (232, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (233, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (234, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (235, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (236, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (237, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (238, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (239, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (240, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (241, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (242, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (243, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (244, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (245, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (246, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (247, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (248, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (249, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (250, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (251, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (252, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (253, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (254, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (255, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (256, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (257, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (258, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (259, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (260, 'mumble');
INSERT INTO message_index (rowid, text) VALUES (261, 'mumble');
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
