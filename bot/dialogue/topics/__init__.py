"""The topics of the conversation: one file each, registered in `bot.dialogue.registry`."""
