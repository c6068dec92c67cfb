"""What a city configures: catalogue, loading, areas, themes, rules."""
