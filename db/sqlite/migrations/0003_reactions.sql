CREATE TABLE `reaction_tallies` (
	`key` integer PRIMARY KEY NOT NULL,
	`message_id` text NOT NULL,
	`emoji` text NOT NULL,
	`count` integer NOT NULL,
	FOREIGN KEY (`message_id`) REFERENCES `messages`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `reaction_tallies_once` ON `reaction_tallies` (`message_id`,`emoji`);--> statement-breakpoint
CREATE INDEX `reactions_in_order` ON `reactions` (`message_id`,`emoji`,`key`,`user_id`);--> statement-breakpoint
INSERT INTO `reaction_tallies` (`message_id`, `emoji`, `count`)
SELECT `message_id`, `emoji`, count(*) FROM `reactions` GROUP BY `message_id`, `emoji` ORDER BY min(`key`);
