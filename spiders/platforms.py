"""The ways to walk, by the name that a network file gives."""

from spiders.drupal import Drupal
from spiders.ical import ICal
from spiders.labelled import Labelled
from spiders.listing import Listing
from spiders.walk import Walk

PLATFORMS: dict[str, type[Walk]] = {
    "drupal": Drupal,
    "ical": ICal,
    "labelled": Labelled,
    "listing": Listing,
}
