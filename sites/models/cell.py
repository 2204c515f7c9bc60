"""How many sites of a kind lie in each cell of the Plus Code grid, kept by the database itself."""

from django.contrib.postgres.indexes import BTreeIndex
from django.db import models

# Sides of the cells in units of the grid: 5°, 1° (four digits), 0.25°, 0.05° (six digits), 0.01°
SIDES = (40000, 8000, 2000, 400, 80)
# What sites of one cell are told apart by: the filters of the list that do not look at single sites
PROPERTIES = ("country", "site_type", "location_source", "accuracy", "to_confirm", "region", "archived")


class SiteCell(models.Model):
    """Sites alike in one cell; triggers on the table of sites add a row for every change.

    The rows of a cell add up to its numbers: adding instead of updating, no two people wait for each other because
    they work in the same town. `fold_cells` makes one row of them at night.
    """

    side = models.IntegerField()  # one of SIDES
    y = models.IntegerField()  # in sides, counted from the South Pole
    x = models.IntegerField()  # in sides, counted eastwards from 180°
    country = models.CharField(max_length=2)
    site_type = models.CharField(max_length=12)
    location_source = models.CharField(max_length=8)
    accuracy = models.CharField(max_length=12)
    to_confirm = models.BooleanField()
    region = models.BigIntegerField()  # its key, 0 for none
    archived = models.BooleanField()
    sites = models.IntegerField()
    latitude = models.BigIntegerField()  # the sum of the latitudes, in millionths of a degree
    longitude = models.BigIntegerField()

    class Meta:
        default_permissions = ()
        indexes = [
            BTreeIndex(
                fields=["side", "y", "x"],
                include=[*PROPERTIES, "sites", "latitude", "longitude"],
                name="sitecell_by_place",
            )
        ]

    def __str__(self) -> str:
        return f"{self.sites} in {self.side}:{self.y}:{self.x}"
