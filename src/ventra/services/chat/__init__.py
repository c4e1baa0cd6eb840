"""What the bot says in chats: a file a deed. Values in, values out; the wire is `infra/telegram.py`'s."""
