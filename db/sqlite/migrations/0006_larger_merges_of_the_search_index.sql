-- Segments of the search index are merged when there are eight alike, not four: each word is written anew half as often,
-- and a search looks into a few segments more.
INSERT INTO `message_index` (`message_index`, `rank`) VALUES ('automerge', 8);
