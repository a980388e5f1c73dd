"""What tests of several engines share."""

import pytest
from engine_servers import EngineServers


@pytest.fixture(scope="session")
def engine_servers(tmp_path_factory):
    servers = EngineServers(tmp_path_factory.mktemp("servers"))
    yield servers
    servers.close()
