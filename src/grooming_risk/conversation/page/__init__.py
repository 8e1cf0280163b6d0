"""The page of a conversation: `page.page` renders it from the templates beside it."""
