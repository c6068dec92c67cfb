"""Reports that belong together: joined as one matter, in one work order or event, split in several."""
