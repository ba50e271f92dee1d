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
--> statement-breakpoint
CREATE TABLE `blocks` (
	`blocker_id` text NOT NULL,
	`blocked_id` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`blocker_id`, `blocked_id`),
	FOREIGN KEY (`blocker_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`blocked_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `blocks_of_blocked` ON `blocks` (`blocked_id`);--> statement-breakpoint
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
--> statement-breakpoint
CREATE UNIQUE INDEX `events_room_seq` ON `events` (`room_id`,`seq`);--> statement-breakpoint
CREATE INDEX `events_room_position` ON `events` (`room_id`,`position`);--> statement-breakpoint
CREATE INDEX `events_departures` ON `events` (`user_id`,`position`) WHERE "events"."kind" in ('member.left', 'member.removed');--> statement-breakpoint
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
--> statement-breakpoint
CREATE INDEX `memberships_of_user` ON `memberships` (`user_id`) WHERE "memberships"."ended_at" is null;--> statement-breakpoint
CREATE INDEX `memberships_owners` ON `memberships` (`room_id`) WHERE "memberships"."role" = 'owner' and "memberships"."ended_at" is null;--> statement-breakpoint
CREATE INDEX `memberships_read` ON `memberships` (`room_id`,`read_position`) WHERE "memberships"."read_position" is not null;--> statement-breakpoint
CREATE TABLE `mentions` (
	`user_id` text NOT NULL,
	`room_id` text NOT NULL,
	`seq` integer NOT NULL,
	PRIMARY KEY(`user_id`, `room_id`, `seq`)
);
--> statement-breakpoint
CREATE INDEX `mentions_of_message` ON `mentions` (`room_id`,`seq`);--> statement-breakpoint
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
--> statement-breakpoint
CREATE UNIQUE INDEX `messages_id` ON `messages` (`id`);--> statement-breakpoint
CREATE INDEX `messages_in_room` ON `messages` (`room_id`,`seq`,`sender_id`,`deleted_at`);--> statement-breakpoint
CREATE UNIQUE INDEX `messages_client` ON `messages` (`sender_id`,`room_id`,`client_id`);--> statement-breakpoint
CREATE TABLE `meta` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `reactions` (
	`key` integer PRIMARY KEY NOT NULL,
	`message_id` text NOT NULL,
	`emoji` text NOT NULL,
	`user_id` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`message_id`) REFERENCES `messages`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `reactions_once` ON `reactions` (`message_id`,`emoji`,`user_id`);--> statement-breakpoint
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
--> statement-breakpoint
CREATE UNIQUE INDEX `rooms_direct` ON `rooms` (`direct_key`);--> statement-breakpoint
CREATE UNIQUE INDEX `rooms_client` ON `rooms` (`creator_id`,`client_id`);--> statement-breakpoint
CREATE INDEX `rooms_public` ON `rooms` (`sort_key`,`id`) WHERE "rooms"."type" = 'public' and "rooms"."archived_at" is null;--> statement-breakpoint
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
--> statement-breakpoint
CREATE INDEX `sessions_of_user` ON `sessions` (`user_id`) WHERE "sessions"."ended_at" is null;--> statement-breakpoint
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
);
--> statement-breakpoint
CREATE UNIQUE INDEX `users_username` ON `users` (`username_key`);--> statement-breakpoint
CREATE UNIQUE INDEX `users_email` ON `users` (`email_key`);--> statement-breakpoint
CREATE INDEX `users_sorted` ON `users` (`sort_key`,`id`);--> statement-breakpoint
CREATE INDEX `users_updated` ON `users` (`updated_position`) WHERE "users"."updated_position" is not null;