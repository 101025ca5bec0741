"""What must be seen where servers come and go, so that nothing holds only because nobody does."""

from model.raft.state import Configuration, Server
from properties import raft_views
from properties.statement import Finding, Shape, sometimes


@sometimes(Shape.ONE, Server, cites="§6, dissertation §4.1")
def configuration_changed(server: Server) -> Finding:
    """A change of the configuration is committed, to its end."""
    for committed in raft_views.commits(server).history.committed:
        configuration = committed.entry.value
        if isinstance(configuration, Configuration) and not configuration.outgoing:
            return f"{server.id} knows of {committed}"
    return None
