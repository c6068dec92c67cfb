"""What a city configures: catalogue, loading, areas, themes."""

from routing.city.loading import load_city

__all__ = ["load_city"]
