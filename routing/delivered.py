"""The city whose data comes with the code, the folder below `data/`; another is a setting (SOROT_CITY)."""

from pathlib import Path

CITY = next(path for path in sorted((Path(__file__).parent / "data").iterdir()) if path.is_dir())
