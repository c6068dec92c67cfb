"""XML from elsewhere as a tree: no entities, no network, no document type of its own, no giants."""

from typing import Any

from sensors.feeds.files import BadFile


def tree(content: bytes) -> Any:
    """The root element. BadFile for what is no XML, or declares a document type (where entities are made)."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        raise BadFile("XML ini tidak bisa dibaca") from None
    if root.getroottree().docinfo.doctype:
        raise BadFile("XML ini memakai DOCTYPE, yang tidak kami terima")
    return root
