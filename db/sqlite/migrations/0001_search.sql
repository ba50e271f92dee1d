-- Which messages contain which three characters. The text is folded before it comes here, and is not kept here: what
-- the index finds is checked against the message itself, so positions within it are not needed either.
CREATE VIRTUAL TABLE `message_index` USING fts5(
	text,
	content='',
	contentless_delete=1,
	detail='none',
	tokenize='trigram case_sensitive 1'
);
