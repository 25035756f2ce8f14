"""The server asks nobody on the internet what its own address is."""

from streamlit import net_util


def ask_nobody() -> None:
    """Keep Streamlit from asking checkip.amazonaws.com, as it would when a page of a foreign site knocks.

    It would let in pages that come from that address (server_util.is_url_from_allowed_origins). Those that name the server as
    browsers do, and those of `server.corsAllowedOrigins`, are let in without.
    """
    net_util.get_external_ip = _unknown  # there is no setting for it


def _unknown() -> None:
    """What Streamlit has where nobody answers."""
