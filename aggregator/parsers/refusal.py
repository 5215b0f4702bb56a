"""Pages that are no article whatever their status says: errors, logins, consent and checks for robots."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from aggregator.errors import ParseError
from aggregator.model import Said
from aggregator.parsers.tree import Tree
from aggregator.text import fold

_PHRASES = (  # of folded titles, whole
    r"(?:error |http |fehler |erreur )?(?:40[0134]|410|429|50[0234])(?: .{0,40})?",
    r"(?:.{0,12} )?(?:page|site|content|file|document) (?:is |was |could |can )?(?:not|cannot) (?:be )?found.{0,20}",
    r"oops .{0,30}|nothing found|not found|page introuvable|page non trouvee|seite nicht gefunden|pagina no encontrada",
    r"pagina non trovata|pagina niet gevonden|pagina nao encontrada",
    r"access denied|acces refuse|zugriff verweigert|acceso denegado|forbidden|unauthori[sz]ed|not authori[sz]ed",
    r"you (?:are|re) not authori[sz]ed.{0,40}",
    r"log ?in|sign ?in|user login|user account|member login|anmelden|anmeldung|connexion|se connecter|iniciar sesion",
    r"accedi|inloggen",
    r"just a moment|attention required.{0,20}|checking your browser.{0,40}|ddos.{0,20}protection.{0,20}",
    r"are you (?:a )?(?:human|robot).{0,20}|verify you are.{0,20}|bot verification|robot check|human verification",
    r"security check.{0,20}|one more step|please (?:wait|verify).{0,40}|request (?:rejected|blocked|unsuccessful)",
    r"pardon our interruption",
    r"we value your privacy|cookie (?:consent|settings|notice)|before you continue.{0,30}|your privacy choices",
    r"datenschutzeinstellungen",
    r"service (?:temporarily )?unavailable|temporarily unavailable|internal server error|bad gateway|gateway time ?out",
    r"maintenance(?: mode)?",
    r"(?:site |website )?(?:is )?(?:under|in|down for|briefly unavailable for scheduled) maintenance",
    r"(?:site |website )?(?:is )?under construction|error establishing a database connection|fatal error",
    r"(?:an )?(?:unexpected )?error(?: (?:has )?occurred)?|index of .{0,80}|it works|welcome to nginx",
    r"apache2 .{0,30}default page.{0,20}",
)
_BARRIERS = re.compile("|".join(_PHRASES))
_MUCH = 1500
"""Characters of main text above which a page is an article, whatever its title is."""


def expect_article(tree: Tree, said: Mapping[str, Sequence[Said]], broken: Sequence[str]) -> None:
    """Refuse a page that is no article.

    Raises ParseError with what the page is instead.
    """
    title = said["title"][0].text if said.get("title") else ""
    text = said["body"][0].text if said.get("body") else ""
    if not title and not text:
        ruins = f", with {len(broken)} blocks of JSON-LD that is broken" if broken else ""
        raise ParseError(f"expected an article, got a page without title and text ({len(tree.page.body)} bytes{ruins})")
    if len(text) < _MUCH and _BARRIERS.fullmatch(fold(title)):
        raise ParseError(f"expected an article, got a page of an error or a barrier: {title[:60]!r}")
