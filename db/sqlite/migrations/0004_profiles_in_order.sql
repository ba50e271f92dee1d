DROP INDEX `users_updated`;--> statement-breakpoint
CREATE INDEX `users_updated` ON `users` (`updated_position`,`id`) WHERE "users"."updated_position" is not null;