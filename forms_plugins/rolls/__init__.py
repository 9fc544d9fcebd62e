"""Forms of the roll manufacturer (group E): the ten kinds of customer material."""
