"""The ways to walk, by the name that a network file gives."""

from spiders.drupal import Drupal
from spiders.feed import Feed
from spiders.ical import ICal
from spiders.labelled import Labelled
from spiders.listing import Listing
from spiders.sitemap import Sitemap
from spiders.tribe import Tribe
from spiders.walk import Walk
from spiders.wordpress import WordPress

PLATFORMS: dict[str, type[Walk]] = {
    "drupal": Drupal,
    "feed": Feed,
    "ical": ICal,
    "labelled": Labelled,
    "listing": Listing,
    "sitemap": Sitemap,
    "tribe": Tribe,
    "wordpress": WordPress,
}
