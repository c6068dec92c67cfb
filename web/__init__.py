"""The page shell the faces share: templates, assets, security headers, error pages, the live feed."""

from web.install import install

__all__ = ["install"]
