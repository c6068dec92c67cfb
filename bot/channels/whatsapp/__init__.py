"""WhatsApp Cloud API: in by webhook (`routes`), out by `channel`. Why not pywa: docs/decisions/0007."""
