ALTER TABLE `users` ADD `owner_id` text REFERENCES users(id);--> statement-breakpoint
CREATE INDEX `users_of_owner` ON `users` (`owner_id`) WHERE "users"."owner_id" is not null;