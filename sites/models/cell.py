"""How many live sites lie in each cell of the Plus Code grid, kept by the database itself."""

from django.contrib.postgres.indexes import BTreeIndex
from django.db import models

UNITS = 8000  # units of the grid in a degree: a ten-digit Plus Code is one unit wide and high
# Sides of the cells in units: 1° (four digits), 0.05° (six digits) and 0.01° (16 cells of eight digits)
SIDES = (8000, 400, 80)


class SiteCell(models.Model):
    """Live sites of one country in one cell; triggers on the table of sites add a row for every change.

    The rows of a cell add up to its numbers: adding instead of updating, no two people wait for each other because
    they work in the same town. `fold_cells` makes one row of them at night.
    """

    side = models.PositiveSmallIntegerField()  # one of SIDES
    y = models.IntegerField()  # in sides, counted from the South Pole
    x = models.IntegerField()  # in sides, counted eastwards from 180°
    country = models.CharField(max_length=2)
    sites = models.IntegerField()
    latitude = models.BigIntegerField()  # the sum of the latitudes, in millionths of a degree
    longitude = models.BigIntegerField()

    class Meta:
        default_permissions = ()
        indexes = [
            BTreeIndex(
                fields=["side", "y", "x"],
                include=["country", "sites", "latitude", "longitude"],
                name="sitecell_by_place",
            )
        ]

    def __str__(self) -> str:
        return f"{self.sites} in {self.side}:{self.y}:{self.x}"
