"""The page shell the faces share: templates, assets, security headers, error pages, the live feed."""

from web.install import doors, install

__all__ = ["doors", "install"]
