"""The ways to walk, by the name that a network file gives."""

from spiders.labelled import Labelled
from spiders.listing import Listing
from spiders.walk import Walk

PLATFORMS: dict[str, type[Walk]] = {
    "labelled": Labelled,
    "listing": Listing,
}
