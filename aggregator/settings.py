"""The Scrapy settings that differ from the defaults, each with its reason."""

BOT_NAME = "city-herald"
SPIDER_LOADER_CLASS = "spiders.loader.NetworkSpiderLoader"  # a spider a network file, not a module a spider

# Polite: one request at a time and a second between two, more where the server is slow or its robots.txt asks for it.
ROBOTSTXT_OBEY = True
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 1
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 1
EXTENSIONS = {"scrapy.extensions.throttle.AutoThrottle": None, "spiders.politeness.Throttle": 0}

# Safe: certificates are verified, nothing listens, no answer exhausts the machine, no name leads to a private address.
DOWNLOAD_VERIFY_CERTIFICATES = True
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
DOWNLOAD_MAXSIZE = 32 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
COOKIES_ENABLED = False
TWISTED_DNS_RESOLVER = "spiders.private.PublicResolver"
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,  # drops a redirect to another host unheard
    "spiders.hosts.OwnHosts": 50,
    "spiders.private.PublicOnly": 60,
}

# Whole: an answer that is no success is a fact of the archive too.
HTTPERROR_ALLOW_ALL = True

# The line: each pipeline takes what the one before gives.
ITEM_PIPELINES = {
    "pipelines.archive.ArchivePipeline": 100,
    "pipelines.normalise.NormalisePipeline": 200,
    "pipelines.store.StorePipeline": 300,
}
HERALD_DB = "announcements.db"
HERALD_ARCHIVE = "pages.db"
HERALD_NETWORKS = ""  # a folder of network files of one's own
HERALD_BATCH = 100  # pages a transaction
HERALD_CONTACT = ""  # who runs this crawl, for the user agent: an address or e-mail address

# Fast: an item at a time keeps the order of the archive; the check of generators costs a parse of our own source.
CONCURRENT_ITEMS = 1
WARN_ON_GENERATOR_RETURN_VALUE = False
LOG_LEVEL = "INFO"
