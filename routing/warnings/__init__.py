"""High water: alerts in the queue, who follows which kelurahan, telling them."""
